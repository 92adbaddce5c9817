import type { Environment } from '../../../environments/model/index.js';
import { stateLocation } from '../../../stacks/state-location.js';
import type { Kubernetes, StackOutputs } from '../../adapters/kubernetes/index.js';
import type { Progress } from '../../kernel/progress.js';
import type { Cloud } from '../cloud/cloud.js';
import type { Tooling } from './tooling.js';

/** Settings of {@link environmentCluster}. */
export interface EnvironmentClusterOptions {
  readonly progress: Progress;
  readonly tooling: Pick<Tooling, 'openCluster'>;
  readonly cloud: () => Promise<Cloud>;
  /** Whether the session works with the cloud anyway; else it is opened only where the cluster is found by its stack. */
  readonly cloudIsOpen: boolean;
  /** Context of the person's kubeconfig. @default the cluster of the environment */
  readonly context?: string;
  /** @default the cluster of the environment */
  readonly connect?: (environment: Environment) => Promise<Kubernetes>;
}

/**
 * Connects to the cluster of an environment and starts none. Nothing is synthesized: what the state of its stack says is
 * enough, also when the checkout doesn't build.
 */
export async function environmentCluster(
  environment: Environment,
  { cloud, cloudIsOpen, connect, context, progress, tooling }: EnvironmentClusterOptions,
): Promise<Kubernetes> {
  if (connect) return connect(environment);
  const asked = cloudIsOpen || (environment.target === 'aws' && !context);
  const outputs: StackOutputs = asked ? { cluster: await clusterOutputs(environment, await cloud()) } : {};
  return (await tooling.openCluster(environment, { progress, outputs, context, start: false })).kubernetes;
}

/** What the stack of the cluster gave; empty where it was never applied. */
export async function clusterOutputs(
  environment: Environment,
  cloud: Pick<Cloud, 'states'>,
): Promise<Readonly<Record<string, unknown>>> {
  const { bucket, key } = stateLocation(environment, 'cluster');
  const state = await cloud.states.read({ bucket, key });
  return Object.fromEntries(Object.entries(state?.outputs ?? {}).map(([name, { value }]) => [name, value]));
}
