import type { Environment } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { type Progress, step } from '../../kernel/progress.js';
import type { StackOutputs } from '../../kernel/stack-outputs.js';
import type { Session } from '../../session/open/session.js';

/** How what runs in a cluster is removed. */
export interface RemoveClusterOptions {
  readonly progress: Progress;
  readonly outputs: StackOutputs;
  /** Address of the AWS emulator, for a sandbox environment. */
  readonly awsEndpoint?: string;
  /** Connects to it. */
  readonly openCluster: Session['openCluster'];
}

/**
 * Empties a cluster that is about to go: what its controllers made outside of it, such as load balancers, goes only while
 * they still run. The sandbox's control plane goes as a whole. A cluster that can't be reached is told of and left.
 */
export async function removeCluster(environment: Environment, options: RemoveClusterOptions): Promise<void> {
  const { progress } = options;
  if (environment.target === 'sandbox') {
    const { resetCluster } = await import('../../../sandbox/cluster/index.js');
    await step(
      progress,
      { id: 'destroy/cluster', title: 'sandbox cluster' },
      () => resetCluster(environment.id),
      () => ({
        message: 'removed',
      }),
    );
    return;
  }
  try {
    const { kubernetes } = await options.openCluster({ ...options, start: false });
    const { uninstallServices } = await import('../../delivery/services/index.js');
    await uninstallServices(environment, { cluster: kubernetes, progress });
  } catch (error) {
    if (!(error instanceof BacklotError) || !UNREACHABLE.has(error.code)) throw error;
    const message = `services were not uninstalled first (${error.message}): load balancers that their routes made may stay`;
    progress.emit({ type: 'note', level: 'warning', message });
  }
}

const UNREACHABLE: ReadonlySet<string> = new Set(['NoCluster', 'ClusterUnreachable', 'ClusterTimeout']);
