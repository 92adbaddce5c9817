import type { Environment } from '../../../environments/model/index.js';
import type { ClusterAccess, Kubernetes } from '../../adapters/kubernetes/index.js';
import { type Progress, step } from '../../kernel/progress.js';
import type { StackOutputs } from '../../kernel/stack-outputs.js';
import { nodeGroupShapes } from './node-groups.js';

/** A cluster that answers. */
export interface OpenedCluster {
  readonly kubernetes: Kubernetes;
  /** Where the analysis of canaries asks for metrics, as the cluster's controllers reach it. */
  readonly prometheus: string;
  /** Address of the AWS emulator as services reach it. @default the real AWS */
  readonly awsEndpoint?: string;
}

/** How a cluster is opened. */
export interface OpenClusterOptions {
  readonly progress: Progress;
  /** Of the applied stacks: where a cluster of AWS is. */
  readonly outputs: StackOutputs;
  /** Context of the user's kubeconfig to use instead. @default the cluster of the environment */
  readonly context?: string;
  /** Address of the AWS emulator, for a sandbox environment. */
  readonly awsEndpoint?: string;
  /** Start the sandbox's cluster when it is down. @default true */
  readonly start?: boolean;
}

/** Prometheus of kube-prometheus-stack, as seen from inside the cluster. */
const PROMETHEUS_IN_CLUSTER = 'http://prometheus-operated.observability.svc:9090';

/**
 * Connects to the cluster of an environment; a sandbox's is started when it is down, with the nodes that the environment
 * declares. A cluster that belongs to another environment is refused.
 *
 * @throws BacklotError `NoCluster`, `ForeignCluster`, `ContextMissing`, `ClusterUnreachable`, and what starting throws.
 */
export async function openCluster(environment: Environment, options: OpenClusterOptions): Promise<OpenedCluster> {
  const { assertOwnCluster, clusterAccess, connect } = await import('../../adapters/kubernetes/index.js');
  const { awsEndpoint, context, outputs } = options;
  const sandbox = context || environment.target !== 'sandbox' ? undefined : await sandboxCluster(environment, options);
  const access: ClusterAccess = await clusterAccess(environment, { context, outputs, sandbox });
  const kubernetes = await connect(access);
  await assertOwnCluster(kubernetes, environment, outputs);
  return { kubernetes, prometheus: sandbox?.prometheus ?? PROMETHEUS_IN_CLUSTER, awsEndpoint };
}

/** Starts what of the sandbox's cluster doesn't run; a look only when it may not be started. */
async function sandboxCluster(environment: Environment, options: OpenClusterOptions) {
  const { progress, awsEndpoint, start = true } = options;
  const { clusterStatus, ensureCluster } = await import('../../../sandbox/cluster/index.js');
  if (!start) {
    const { context, healthy, kubeconfig, prometheus, server } = await clusterStatus(environment.id);
    return healthy && server && prometheus ? { kubeconfig, context, server, prometheus } : undefined;
  }
  const id = 'cluster/sandbox';
  const { accountId, region } = environment.aws;
  const { availabilityZones } = await import('./node-groups.js');
  return step(
    progress,
    { id, title: 'sandbox cluster' },
    () =>
      ensureCluster({
        name: environment.id,
        nodes: nodeGroupShapes(environment),
        zones: availabilityZones(environment),
        region,
        accountId,
        awsEndpoint,
        progress: (message) => progress.emit({ type: 'step-progress', id, message }),
      }),
    ({ started, server, version }) => ({
      status: started ? 'done' : 'unchanged',
      message: `Kubernetes ${version} on ${server}`,
    }),
  );
}
