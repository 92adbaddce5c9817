import type { EmulatorStatus } from '../../../sandbox/aws/emulator/index.js';
import type { ClusterStatus } from '../../../sandbox/cluster/index.js';

/** The parts of the sandbox of this machine. */
export interface SandboxStatus {
  readonly aws: EmulatorStatus;
  readonly cluster: ClusterStatus;
}

/** The sandbox after it was told to stop. */
export interface SandboxStopped extends SandboxStatus {
  /** Whether something ran. */
  readonly stopped: boolean;
}

/** Looks, and changes nothing. */
export async function sandboxStatus(): Promise<SandboxStatus> {
  const [{ emulatorStatus }, { clusterStatus }] = await Promise.all([
    import('../../../sandbox/aws/emulator/index.js'),
    import('../../../sandbox/cluster/index.js'),
  ]);
  const [aws, cluster] = await Promise.all([emulatorStatus(), clusterStatus()]);
  return { aws, cluster };
}
