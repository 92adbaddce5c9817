import { homedir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import type { Environment } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { stateFolder } from '../../../sandbox/tools/index.js';
import { eksToken } from './eks-token.js';
import { contextOf, readKubeconfig } from './kubeconfig.js';
import type { ClusterAccess } from './kubernetes.js';
import { writeEksKubeconfig, writeMergedKubeconfig } from './written-kubeconfig.js';

/** Outputs of applied stacks, by stack and name. */
export type StackOutputs = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Where a cluster may be found. */
export interface ClusterAccessOptions {
  /** A context of the person's own kubeconfig. @default the cluster that the environment has */
  readonly context?: string;
  /** Outputs of the environment's stacks. @default none, which is enough for the sandbox and for a context */
  readonly outputs?: StackOutputs;
  /** The cluster of the sandbox, for environments that live there. */
  readonly sandbox?: Pick<ClusterAccess, 'kubeconfig' | 'context' | 'server'>;
  /** @default process.env */
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * How to speak to the cluster of an environment: a context that the person names, the sandbox's cluster, or EKS by what
 * its stack says of itself.
 *
 * @throws BacklotError `ContextMissing`, `KubeconfigMissing`, `KubeconfigInvalid`, `NoCluster`.
 */
export async function clusterAccess(
  environment: Environment,
  options: ClusterAccessOptions = {},
): Promise<ClusterAccess> {
  const { context, outputs = {}, sandbox, env = process.env } = options;
  if (context) return ownContext(context, env);
  if (environment.target === 'sandbox') {
    if (sandbox) {
      const { kubeconfig, context: name, server } = sandbox;
      return { kubeconfig, context: name, server, source: 'sandbox' };
    }
    throw noCluster(environment, 'the sandbox has no cluster at the moment', [
      environment.id === 'local' ? 'backlot sandbox up' : `backlot sandbox up --environment ${environment.id}`,
    ]);
  }
  const stack = outputs.cluster ?? {};
  const cluster = {
    name: stack.cluster_name,
    server: stack.cluster_endpoint,
    authority: stack.cluster_certificate_authority,
  };
  if (!environment.cluster) throw noCluster(environment, 'it declares none', [`backlot config ${environment.id}`]);
  if (typeof cluster.name !== 'string' || typeof cluster.server !== 'string' || typeof cluster.authority !== 'string') {
    throw noCluster(environment, "stack 'cluster' is not applied", [
      `backlot deploy ${environment.id} --stack cluster`,
    ]);
  }
  const { name, server, authority } = cluster;
  const { region } = environment.aws;
  const folder = join(stateFolder(env), 'kubeconfigs');
  const kubeconfig = await writeEksKubeconfig(folder, { environment: environment.id, name, server, authority, region });
  const token = () => eksToken({ cluster: name, region });
  return { kubeconfig, context: name, server, source: 'eks', token };
}

/** Files of `KUBECONFIG`, else `~/.kube/config`, as kubectl looks for them. */
export function kubeconfigPaths(env: NodeJS.ProcessEnv = process.env): string[] {
  const named = (env.KUBECONFIG ?? '').split(delimiter).filter(Boolean);
  return named.length > 0 ? named.map((path) => resolve(path)) : [join(env.HOME || homedir(), '.kube', 'config')];
}

async function ownContext(name: string, env: NodeJS.ProcessEnv): Promise<ClusterAccess> {
  const paths = kubeconfigPaths(env);
  const config = await readKubeconfig(...paths);
  const context = contextOf(config, name);
  const kubeconfig =
    paths.length === 1
      ? (paths[0] as string)
      : await writeMergedKubeconfig(join(stateFolder(env), 'kubeconfigs'), context);
  return { kubeconfig, context: name, server: context.cluster.server, source: 'context' };
}

function noCluster(environment: Environment, reason: string, actions: string[]): BacklotError {
  return new BacklotError({
    code: 'NoCluster',
    message: `environment '${environment.id}' has no cluster to speak to: ${reason}`,
    hints: ['name one of yours: --context <name>'],
    actions: [...actions],
    details: { environment: environment.id },
  });
}
