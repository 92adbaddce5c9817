import { tellsPeerOwners } from '../../../host/peer-owner.js';
import type { EmulatorStatus } from '../../../sandbox/aws/emulator/index.js';
import type { ClusterStatus } from '../../../sandbox/cluster/index.js';
import type { DatabaseStatus } from '../../../sandbox/databases/index.js';

/** The parts of the sandbox of this machine. */
export interface SandboxStatus {
  readonly aws: EmulatorStatus;
  /** PostgreSQL servers behind the RDS instances. */
  readonly databases: readonly DatabaseStatus[];
  /** Cluster of the environment that was asked about; of `local` where none was. */
  readonly cluster: ClusterStatus;
  /** Other environments whose clusters run. */
  readonly otherClusters: readonly string[];
  /** Whether other users of this machine are refused: the system has to tell who connects, as Linux does. */
  readonly ownerOnly: boolean;
}

/** The sandbox after it was told to stop. */
export interface SandboxStopped extends SandboxStatus {
  /** Whether something ran. */
  readonly stopped: boolean;
}

/** Looks, and changes nothing. */
export async function sandboxStatus(environment?: string): Promise<SandboxStatus> {
  const [{ emulatorStatus }, { databaseStatus }, { clusterNames, clusterStatus, DEFAULT_CLUSTER }] = await Promise.all([
    import('../../../sandbox/aws/emulator/index.js'),
    import('../../../sandbox/databases/index.js'),
    import('../../../sandbox/cluster/index.js'),
  ]);
  const [aws, databases, cluster] = await Promise.all([emulatorStatus(), databaseStatus(), clusterStatus(environment)]);
  const others = (await clusterNames()).filter((name) => name !== (environment ?? DEFAULT_CLUSTER));
  const running = await Promise.all(others.map(async (name) => ((await clusterStatus(name)).running ? [name] : [])));
  return { aws, databases, cluster, otherClusters: running.flat(), ownerOnly: tellsPeerOwners() };
}
