import { randomBytes } from 'node:crypto';
import type { DBInstance, DBSnapshot } from '@aws-sdk/client-rds';
import { ifThere, isTaken } from './aws-errors.js';
import type { Clients } from './clients.js';
import { secretLogin, stateSecret } from './login.js';
import { FAILED, findInstance, followerPlacement, RdsRestore, toRestored } from './rds-restore.js';
import { type InstancePlacement, placementOf } from './rds-settings.js';
import {
  type Applied,
  type Follower,
  type Identity,
  type Login,
  type Look,
  type Owner,
  type Ownership,
  ownershipTags,
  type Restored,
  type RestoreRequest,
  type Snapshot,
  type Store,
  type StoreAdapter,
  type Tagged,
} from './store.js';
import { tagList, tagsOf } from './tag-list.js';
import { taggedAs } from './tagged-as.js';

/**
 * Instances of RDS by manual DB snapshots, which stay when the instance goes, and to a point in time.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_RestoreFromSnapshot.html
 */
export class RdsAdapter implements StoreAdapter {
  readonly kind = 'rds';
  readonly method = 'DB snapshot';
  readonly longestName = 63;
  private readonly restores = new WeakMap<RestoreRequest, RdsRestore>();

  constructor(private readonly clients: Clients) {}

  async placement({ identifier }: Store): Promise<InstancePlacement | undefined> {
    const instance = await this.find(identifier);
    return instance && placementOf(instance);
  }

  async start({ identifier }: Store, id: string, ownership: Ownership): Promise<Snapshot> {
    const rds = await this.clients.rds();
    const Tags = tagList(ownershipTags(ownership));
    try {
      const { DBSnapshot: made } = await rds.createDBSnapshot({
        DBInstanceIdentifier: identifier,
        DBSnapshotIdentifier: id,
        Tags,
      });
      return toSnapshot(id, made ?? {});
    } catch (error) {
      if (!isTaken(error)) throw error;
      return { id };
    }
  }

  async look(_: Store, { id }: Snapshot): Promise<Look<Snapshot>> {
    const rds = await this.clients.rds();
    const answer = await ifThere(rds.describeDBSnapshots({ DBSnapshotIdentifier: id }));
    const found = answer?.DBSnapshots?.[0];
    if (!found) return { state: 'gone' };
    const state = found.Status === 'available' ? 'available' : FAILED.test(found.Status ?? '') ? 'failed' : 'creating';
    const progress = found.PercentProgress === undefined ? found.Status : `${found.PercentProgress} %`;
    return { state, progress, reason: state === 'failed' ? found.Status : undefined, found: toSnapshot(id, found) };
  }

  async remove(_: Store, { id }: Snapshot): Promise<boolean> {
    const rds = await this.clients.rds();
    return (await ifThere(rds.deleteDBSnapshot({ DBSnapshotIdentifier: id }))) !== undefined;
  }

  async restorableTimes({ identifier }: Store) {
    const instance = await this.find(identifier);
    const latest = instance?.LatestRestorableTime?.toISOString();
    if (!latest || !instance?.BackupRetentionPeriod) return undefined;
    const rds = await this.clients.rds();
    const kept = await ifThere(rds.describeDBInstanceAutomatedBackups({ DBInstanceIdentifier: identifier }));
    const earliest = kept?.DBInstanceAutomatedBackups?.[0]?.RestoreWindow?.EarliestTime?.toISOString();
    return { latest, ...(earliest ? { earliest } : {}) };
  }

  async exists(identifier: string): Promise<boolean> {
    return (await this.find(identifier)) !== undefined;
  }

  async restore(request: RestoreRequest): Promise<void> {
    await (await this.restoring(request)).start();
  }

  async lookRestored(request: RestoreRequest): Promise<Look<Restored>> {
    return (await this.restoring(request)).look();
  }

  followers({ identifier }: Store, applied: readonly Applied[], target: (identifier: string) => string): Follower[] {
    return applied.flatMap(({ type, attributes }) => {
      const { identifier: name, replicate_source_db: source } = attributes;
      const follows =
        type === 'aws_db_instance' && typeof source === 'string' && source.split(':').at(-1) === identifier;
      if (!follows || typeof name !== 'string') return [];
      return [{ identifier: name, target: target(name), placement: followerPlacement(attributes) }];
    });
  }

  async identity(identifier: string): Promise<Identity | undefined> {
    const id = (await this.find(identifier))?.DbiResourceId;
    return id ? { type: 'aws_db_instance', named: { identifier }, chosen: { resource_id: id } } : undefined;
  }

  async retag(identifier: string, tags: Readonly<Record<string, string | undefined>>): Promise<void> {
    const { DBInstanceArn: ResourceName, TagList } = (await this.find(identifier)) ?? {};
    if (!ResourceName) return;
    const rds = await this.clients.rds();
    const there = tagsOf(TagList);
    const set = Object.entries(tags).flatMap(([Key, Value]) =>
      Value === undefined || there[Key] === Value ? [] : [{ Key, Value }],
    );
    const TagKeys = Object.keys(tags).filter((key) => tags[key] === undefined && key in there);
    if (TagKeys.length > 0) await rds.removeTagsFromResource({ ResourceName, TagKeys });
    if (set.length > 0) await rds.addTagsToResource({ ResourceName, Tags: set });
  }

  async readLogin(store: Store) {
    const instance = await this.find(store.identifier);
    if (!instance?.Endpoint || instance.Engine !== 'postgres') return undefined;
    const { host, port } = toRestored(instance).endpoint ?? {};
    const login = await secretLogin(this.clients, instance.MasterUserSecret?.SecretArn ?? stateSecret(store));
    return host && port && login ? { ...login, database: instance.DBName || 'postgres', host, port } : undefined;
  }

  async makeLogin(identifier: string): Promise<Login> {
    const instance = await this.find(identifier);
    const database = instance?.DBName || 'postgres';
    const managed = await secretLogin(this.clients, instance?.MasterUserSecret?.SecretArn);
    if (managed) return { ...managed, database };
    const password = randomBytes(24).toString('base64url');
    const rds = await this.clients.rds();
    const input = { DBInstanceIdentifier: identifier, MasterUserPassword: password, ApplyImmediately: true };
    await rds.modifyDBInstance(input);
    return { user: instance?.MasterUsername ?? 'postgres', password, database };
  }

  /** Renames twice; each call does what is still to be done, so that it can be called again after any interruption. */
  async swap(identifier: string, target: string, retired: string): Promise<'done' | 'under-way'> {
    const rds = await this.clients.rds();
    const [current, restored] = await Promise.all([identifier, target].map((each) => this.find(each)));
    const rename = async (from: string, to: string) => {
      const input = { DBInstanceIdentifier: from, NewDBInstanceIdentifier: to, ApplyImmediately: true };
      await ifThere(rds.modifyDBInstance(input));
    };
    if (current && !restored) return current.DBInstanceStatus === 'available' ? 'done' : 'under-way';
    if (restored?.DBInstanceStatus !== 'available') return 'under-way';
    if (!current) await rename(target, identifier);
    else if (current.DBInstanceStatus === 'available') await rename(identifier, retired);
    return 'under-way';
  }

  async removeRestored(identifier: string): Promise<boolean> {
    const instance = await this.find(identifier);
    if (!instance) return false;
    if (instance.DBInstanceStatus === 'deleting') return true;
    const rds = await this.clients.rds();
    const DBInstanceIdentifier = identifier;
    if (instance.DeletionProtection) await rds.modifyDBInstance({ DBInstanceIdentifier, DeletionProtection: false });
    const input = { DBInstanceIdentifier, SkipFinalSnapshot: true, DeleteAutomatedBackups: true };
    return (await ifThere(rds.deleteDBInstance(input))) !== undefined;
  }

  async tagged(owner: Owner): Promise<Tagged[]> {
    const rds = await this.clients.rds();
    const { paginateDescribeDBInstances, paginateDescribeDBSnapshots } = await import('@aws-sdk/client-rds');
    const found: Tagged[] = [];
    for await (const page of paginateDescribeDBSnapshots({ client: rds }, { SnapshotType: 'manual' })) {
      for (const { DBSnapshotIdentifier: id = '', TagList } of page.DBSnapshots ?? []) {
        found.push(...taggedAs('rds', 'snapshot', id, tagsOf(TagList), owner));
      }
    }
    for await (const page of paginateDescribeDBInstances({ client: rds }, {})) {
      for (const { DBInstanceIdentifier: id = '', TagList, DBClusterIdentifier } of page.DBInstances ?? []) {
        if (!DBClusterIdentifier) found.push(...taggedAs('rds', 'store', id, tagsOf(TagList), owner));
      }
    }
    return found;
  }

  reached(identifier: string, { facts }: Restored): string[] {
    const managed = facts?.secretArn ? secretCommand(identifier) : undefined;
    return [managed ? `the password is a new one: ${managed}` : 'the password is the one of the time of the backup'];
  }

  cutOver({ identifier }: Store, target: string): string[] {
    return [
      `to put the backup in the place of ${identifier}, with its replicas, its secret and its state: backlot backups restore <environment> <set> --store <store> --in-place`,
      `when it has served: backlot backups prune <environment> --restored ${target}`,
    ];
  }

  private async restoring(request: RestoreRequest): Promise<RdsRestore> {
    const known = this.restores.get(request);
    if (known) return known;
    const made = new RdsRestore(await this.clients.rds(), request);
    this.restores.set(request, made);
    return made;
  }

  private async find(identifier: string): Promise<DBInstance | undefined> {
    return findInstance(await this.clients.rds(), identifier);
  }
}

function toSnapshot(id: string, found: DBSnapshot): Snapshot {
  const takenAt = (found.OriginalSnapshotCreateTime ?? found.SnapshotCreateTime)?.toISOString();
  return {
    id,
    ...(found.DBSnapshotArn ? { arn: found.DBSnapshotArn } : {}),
    ...(takenAt ? { takenAt } : {}),
    ...(found.AllocatedStorage ? { sizeBytes: found.AllocatedStorage * 1024 ** 3 } : {}),
    ...(found.Encrypted === undefined ? {} : { encrypted: found.Encrypted }),
  };
}

/** Prints user and password of an instance; the secret is RDS' own, made with it. */
export function secretCommand(identifier: string): string {
  const arn = `$(aws rds describe-db-instances --db-instance-identifier ${identifier} --query 'DBInstances[0].MasterUserSecret.SecretArn' --output text)`;
  return `aws secretsmanager get-secret-value --secret-id "${arn}" --query SecretString --output text`;
}
