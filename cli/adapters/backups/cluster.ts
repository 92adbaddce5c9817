import { randomBytes } from 'node:crypto';
import type { DBCluster, DBClusterSnapshot, RDS } from '@aws-sdk/client-rds';
import { ifThere, isTaken } from './aws-errors.js';
import type { Clients } from './clients.js';
import { defined } from './defined-fields.js';
import { secretLogin, stateSecret } from './login.js';
import {
  type Login,
  type Look,
  type Owner,
  type Ownership,
  ownershipTags,
  type Placement,
  type Restored,
  type RestoreRequest,
  type Snapshot,
  type Store,
  type StoreAdapter,
  type Tagged,
} from './store.js';
import { tagList, tagsOf } from './tag-list.js';
import { taggedAs } from './tagged-as.js';

/** The part of the API that RDS and DocumentDB have in common. */
export type ClusterApi = Pick<
  RDS,
  | 'createDBClusterSnapshot'
  | 'createDBInstance'
  | 'deleteDBCluster'
  | 'deleteDBClusterSnapshot'
  | 'deleteDBInstance'
  | 'describeDBClusterSnapshots'
  | 'describeDBClusters'
  | 'describeDBInstances'
  | 'listTagsForResource'
  | 'modifyDBCluster'
  | 'restoreDBClusterFromSnapshot'
  | 'restoreDBClusterToPointInTime'
>;

interface ClusterPlacement extends Placement {
  readonly Engine?: string;
  readonly EngineVersion?: string;
  /** Class of the one instance that a restored cluster gets. */
  readonly instanceClass?: string;
  readonly [field: string]: unknown;
}

/**
 * Clusters of Aurora and of DocumentDB by manual cluster snapshots and to a point in time. A restored cluster has no
 * instance: one of the class of the old ones is added, so that it can be connected to.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RestoreDBClusterFromSnapshot.html
 * @see https://docs.aws.amazon.com/documentdb/latest/developerguide/backup_restore-restore_from_snapshot.html
 */
export class ClusterAdapter implements StoreAdapter {
  readonly method = 'cluster snapshot';
  readonly longestName = 60; // its instance is named with `-1` behind
  readonly uncounted?: string;

  constructor(
    readonly kind: 'aurora' | 'documentdb',
    private readonly clients: Clients,
    private readonly api: () => Promise<ClusterApi>,
  ) {
    if (kind === 'documentdb') this.uncounted = 'nothing here counts the documents of DocumentDB';
  }

  async placement({ identifier }: Store): Promise<ClusterPlacement | undefined> {
    const cluster = await this.find(identifier);
    if (!cluster) return undefined;
    const member = cluster.DBClusterMembers?.[0]?.DBInstanceIdentifier;
    const answer = member
      ? await ifThere((await this.api()).describeDBInstances({ DBInstanceIdentifier: member }))
      : undefined;
    return defined({
      Engine: cluster.Engine,
      EngineVersion: cluster.EngineVersion,
      DBSubnetGroupName: cluster.DBSubnetGroup,
      VpcSecurityGroupIds: cluster.VpcSecurityGroups?.flatMap(({ VpcSecurityGroupId: id }) => id ?? []),
      DBClusterParameterGroupName: cluster.DBClusterParameterGroup,
      KmsKeyId: cluster.KmsKeyId,
      Port: cluster.Port,
      DeletionProtection: cluster.DeletionProtection,
      EnableCloudwatchLogsExports: cluster.EnabledCloudwatchLogsExports,
      ...(this.kind === 'aurora' ? { EnableIAMDatabaseAuthentication: cluster.IAMDatabaseAuthenticationEnabled } : {}),
      instanceClass: answer?.DBInstances?.[0]?.DBInstanceClass,
    });
  }

  async start({ identifier }: Store, id: string, ownership: Ownership): Promise<Snapshot> {
    const api = await this.api();
    try {
      const { DBClusterSnapshot: made } = await api.createDBClusterSnapshot({
        DBClusterIdentifier: identifier,
        DBClusterSnapshotIdentifier: id,
        Tags: tagList(ownershipTags(ownership)),
      });
      return toSnapshot(id, made ?? {});
    } catch (error) {
      if (!isTaken(error)) throw error;
      return { id };
    }
  }

  async look(_: Store, { id }: Snapshot): Promise<Look<Snapshot>> {
    const api = await this.api();
    const answer = await ifThere(api.describeDBClusterSnapshots({ DBClusterSnapshotIdentifier: id }));
    const found = answer?.DBClusterSnapshots?.[0];
    if (!found) return { state: 'gone' };
    const state = found.Status === 'available' ? 'available' : found.Status === 'failed' ? 'failed' : 'creating';
    const progress = found.PercentProgress === undefined ? found.Status : `${found.PercentProgress} %`;
    return { state, progress, reason: state === 'failed' ? found.Status : undefined, found: toSnapshot(id, found) };
  }

  async remove(_: Store, { id }: Snapshot): Promise<boolean> {
    const api = await this.api();
    return (await ifThere(api.deleteDBClusterSnapshot({ DBClusterSnapshotIdentifier: id }))) !== undefined;
  }

  async restorableTimes({ identifier }: Store) {
    const cluster = await this.find(identifier);
    const latest = cluster?.LatestRestorableTime?.toISOString();
    const earliest = cluster?.EarliestRestorableTime?.toISOString();
    return latest ? { latest, ...(earliest ? { earliest } : {}) } : undefined;
  }

  async exists(identifier: string): Promise<boolean> {
    return (await this.find(identifier)) !== undefined;
  }

  async restore(request: RestoreRequest): Promise<void> {
    const api = await this.api();
    const { instanceClass: _, Engine, EngineVersion, ...placement } = request.placement as ClusterPlacement;
    const { instanceClass: __, ...isolation } = (request.isolation ?? {}) as ClusterPlacement;
    const common = {
      ...placement,
      ...isolation,
      DBClusterIdentifier: request.target,
      Tags: tagList(ownershipTags(request.ownership)),
    };
    try {
      if (request.toTime) {
        await api.restoreDBClusterToPointInTime({
          ...common,
          SourceDBClusterIdentifier: request.store.identifier,
          RestoreToTime: new Date(request.toTime),
        });
      } else {
        await api.restoreDBClusterFromSnapshot({
          ...common,
          Engine,
          EngineVersion,
          SnapshotIdentifier: request.snapshot?.id,
        });
      }
    } catch (error) {
      if (!isTaken(error)) throw error;
    }
  }

  /** The instance is added as soon as the cluster is there: a look moves the restore on, so that it can be resumed. */
  async lookRestored(request: RestoreRequest): Promise<Look<Restored>> {
    const { target } = request;
    const cluster = await this.find(target);
    if (!cluster) return { state: 'gone' };
    const status = cluster.Status ?? '';
    const found = toRestored(cluster);
    if (/^(failed|incompatible-|inaccessible-)/.test(status)) return { state: 'failed', reason: status, found };
    if (status !== 'available') return { state: 'creating', progress: `cluster ${status}`, found };
    const api = await this.api();
    const name = `${target}-1`;
    const instance = (await ifThere(api.describeDBInstances({ DBInstanceIdentifier: name })))?.DBInstances?.[0];
    if (instance) {
      const ready = instance.DBInstanceStatus === 'available';
      return { state: ready ? 'available' : 'creating', progress: `instance ${instance.DBInstanceStatus}`, found };
    }
    const { instanceClass, Engine } = request.placement as ClusterPlacement;
    if (!instanceClass) return { state: 'available', found };
    try {
      await api.createDBInstance({
        DBInstanceIdentifier: name,
        DBClusterIdentifier: target,
        DBInstanceClass: instanceClass,
        Engine: Engine ?? cluster.Engine,
        Tags: tagList(ownershipTags(request.ownership)),
      });
    } catch (error) {
      if (!isTaken(error)) throw error;
    }
    return { state: 'creating', progress: 'instance creating', found };
  }

  async readLogin(store: Store) {
    const cluster = await this.find(store.identifier);
    if (!cluster?.Endpoint || !cluster.Port || cluster.Engine !== 'aurora-postgresql') return undefined;
    const login = await secretLogin(this.clients, cluster.MasterUserSecret?.SecretArn ?? stateSecret(store));
    const { Endpoint: host, Port: port, DatabaseName } = cluster;
    return login && { ...login, database: DatabaseName || 'postgres', host, port };
  }

  async makeLogin(identifier: string): Promise<Login> {
    const cluster = await this.find(identifier);
    const password = randomBytes(24).toString('base64url');
    const api = await this.api();
    const input = { DBClusterIdentifier: identifier, MasterUserPassword: password, ApplyImmediately: true };
    await api.modifyDBCluster(input);
    return { user: cluster?.MasterUsername ?? 'postgres', password, database: cluster?.DatabaseName || 'postgres' };
  }

  /** Renames twice; each call does what is still to be done, so that it can be called again after any interruption. */
  async swap(identifier: string, target: string, retired: string): Promise<'done' | 'under-way'> {
    const api = await this.api();
    const [current, restored] = await Promise.all([identifier, target].map((each) => this.find(each)));
    const rename = async (from: string, to: string) => {
      const input = { DBClusterIdentifier: from, NewDBClusterIdentifier: to, ApplyImmediately: true };
      await ifThere(api.modifyDBCluster(input));
    };
    if (current && !restored) return current.Status === 'available' ? 'done' : 'under-way';
    if (restored?.Status !== 'available') return 'under-way';
    if (!current) await rename(target, identifier);
    else if (current.Status === 'available') await rename(identifier, retired);
    return 'under-way';
  }

  async removeRestored(identifier: string): Promise<boolean> {
    const cluster = await this.find(identifier);
    if (!cluster) return false;
    const api = await this.api();
    for (const { DBInstanceIdentifier } of cluster.DBClusterMembers ?? []) {
      await ifThere(api.deleteDBInstance({ DBInstanceIdentifier, SkipFinalSnapshot: true }));
    }
    if (cluster.Status === 'deleting') return true;
    const DBClusterIdentifier = identifier;
    if (cluster.DeletionProtection) await api.modifyDBCluster({ DBClusterIdentifier, DeletionProtection: false });
    return (await ifThere(api.deleteDBCluster({ DBClusterIdentifier, SkipFinalSnapshot: true }))) !== undefined;
  }

  async tagged(owner: Owner): Promise<Tagged[]> {
    const api = await this.api();
    const { DBClusterSnapshots = [] } = await api.describeDBClusterSnapshots({ SnapshotType: 'manual' });
    const { DBClusters = [] } = await api.describeDBClusters({});
    const mine = ({ Engine }: { readonly Engine?: string }) => (Engine === 'docdb') === (this.kind === 'documentdb');
    // The API of DocumentDB tells no tags with them.
    const tags = async (list: DBCluster['TagList'], ResourceName: string | undefined) =>
      tagsOf(list ?? (ResourceName ? (await api.listTagsForResource({ ResourceName })).TagList : undefined));
    const snapshots = DBClusterSnapshots.filter(mine).map(async ({ DBClusterSnapshotIdentifier: id = '', ...each }) =>
      taggedAs(this.kind, 'snapshot', id, await tags(each.TagList, each.DBClusterSnapshotArn), owner),
    );
    const clusters = DBClusters.filter(mine).map(async ({ DBClusterIdentifier: id = '', TagList, DBClusterArn }) =>
      taggedAs(this.kind, 'store', id, await tags(TagList, DBClusterArn), owner),
    );
    return (await Promise.all([...snapshots, ...clusters])).flat();
  }

  cutOver({ identifier }: Store, target: string): string[] {
    const cli = this.kind === 'documentdb' ? 'docdb' : 'rds';
    return [
      `stop what writes to ${identifier}`,
      `add as many instances to ${target} as ${identifier} has: aws ${cli} create-db-instance --db-cluster-identifier ${target} …`,
      `aws ${cli} modify-db-cluster --db-cluster-identifier ${identifier} --new-db-cluster-identifier ${identifier}-old --apply-immediately`,
      `aws ${cli} modify-db-cluster --db-cluster-identifier ${target} --new-db-cluster-identifier ${identifier} --apply-immediately`,
      'backlot plan <environment>: nothing but the names of the instances may differ',
    ];
  }

  private async find(identifier: string): Promise<DBCluster | undefined> {
    const api = await this.api();
    return (await ifThere(api.describeDBClusters({ DBClusterIdentifier: identifier })))?.DBClusters?.[0];
  }
}

function toSnapshot(id: string, found: DBClusterSnapshot): Snapshot {
  const takenAt = found.SnapshotCreateTime?.toISOString();
  return {
    id,
    ...(found.DBClusterSnapshotArn ? { arn: found.DBClusterSnapshotArn } : {}),
    ...(takenAt ? { takenAt } : {}),
    // Aurora tells 0: its snapshots hold what has changed since the last.
    ...(found.AllocatedStorage ? { sizeBytes: found.AllocatedStorage * 1024 ** 3 } : {}),
    ...(found.StorageEncrypted === undefined ? {} : { encrypted: found.StorageEncrypted }),
  };
}

function toRestored(cluster: DBCluster): Restored {
  const { Endpoint: host, Port: port } = cluster;
  return {
    identifier: cluster.DBClusterIdentifier ?? '',
    ...(host && port ? { endpoint: { host, port } } : {}),
    facts: {
      engine: cluster.Engine,
      database: cluster.DatabaseName || 'postgres',
      user: cluster.MasterUsername,
      secretArn: cluster.MasterUserSecret?.SecretArn,
      encrypted: cluster.StorageEncrypted,
    },
  };
}
