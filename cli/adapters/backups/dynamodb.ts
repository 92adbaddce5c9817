import type { BackupDetails, TableDescription } from '@aws-sdk/client-dynamodb';
import { ifThere, isTaken } from './aws-errors.js';
import type { Clients } from './clients.js';
import { defined } from './defined-fields.js';
import { appliedTable, giveSetting, type TablePlacement, tablePlacement } from './dynamodb-settings.js';
import {
  type Check,
  type CountedItems,
  type ItemCount,
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

/** Up to so many items a table is counted by reading it. */
const COUNTED = 10_000;
/** Items that a segment of a larger one aims at. */
const SAMPLED = 5_000;
/** How far two estimates may be apart: a segment of some thousand items is off by a few percent. */
const MARGIN = 0.15;

/**
 * Tables of DynamoDB by on-demand backups and to a point in time. Backups of DynamoDB itself have no tags: the set is in
 * their name.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Backup.Tutorial.html
 */
export class DynamoDbAdapter implements StoreAdapter {
  readonly kind = 'dynamodb';
  readonly method = 'on-demand backup';
  readonly longestName = 255;

  constructor(private readonly clients: Clients) {}

  async placement({ identifier }: Store): Promise<Placement | undefined> {
    const table = await this.find(identifier);
    if (!table) return undefined;
    return tablePlacement(await this.clients.dynamodb(), table);
  }

  async start({ identifier }: Store, id: string): Promise<Snapshot> {
    const db = await this.clients.dynamodb();
    const listed = await db.listBackups({ TableName: identifier, BackupType: 'USER' });
    const before = listed.BackupSummaries?.find((each) => each.BackupName === id && each.BackupStatus !== 'DELETED');
    if (before) return { id, arn: before.BackupArn };
    const { BackupDetails: made } = await db.createBackup({ TableName: identifier, BackupName: id });
    return toSnapshot(id, made);
  }

  async look(_: Store, { id, arn }: Snapshot): Promise<Look<Snapshot>> {
    const db = await this.clients.dynamodb();
    const answer = arn ? await ifThere(db.describeBackup({ BackupArn: arn })) : undefined;
    const details = answer?.BackupDescription?.BackupDetails;
    if (!details || details.BackupStatus === 'DELETED') return { state: 'gone' };
    const state = details.BackupStatus === 'AVAILABLE' ? 'available' : 'creating';
    return { state, progress: details.BackupStatus, found: toSnapshot(id, details) };
  }

  async remove(_: Store, { arn }: Snapshot): Promise<boolean> {
    const db = await this.clients.dynamodb();
    return arn !== undefined && (await ifThere(db.deleteBackup({ BackupArn: arn }))) !== undefined;
  }

  async restorableTimes({ identifier }: Store) {
    const db = await this.clients.dynamodb();
    const answer = await ifThere(db.describeContinuousBackups({ TableName: identifier }));
    const recovery = answer?.ContinuousBackupsDescription?.PointInTimeRecoveryDescription;
    if (recovery?.PointInTimeRecoveryStatus !== 'ENABLED') return undefined;
    const latest = (recovery.LatestRestorableDateTime ?? this.clients.now()).toISOString();
    const earliest = recovery.EarliestRestorableDateTime?.toISOString();
    return { latest, ...(earliest ? { earliest } : {}) };
  }

  async exists(identifier: string): Promise<boolean> {
    return (await this.find(identifier)) !== undefined;
  }

  async restore(request: RestoreRequest): Promise<void> {
    const { store, snapshot, target, toTime } = request;
    const db = await this.clients.dynamodb();
    const key = settingsOf(request).keyArn;
    const encrypted = key
      ? { SSESpecificationOverride: { Enabled: true, SSEType: 'KMS' as const, KMSMasterKeyId: key } }
      : {};
    try {
      if (toTime) {
        const times = { RestoreDateTime: new Date(toTime) };
        await db.restoreTableToPointInTime({
          SourceTableName: store.identifier,
          TargetTableName: target,
          ...times,
          ...encrypted,
        });
      } else {
        await db.restoreTableFromBackup({ TargetTableName: target, BackupArn: snapshot?.arn, ...encrypted });
      }
    } catch (error) {
      if (!isTaken(error)) throw error;
    }
  }

  /** Tags and half of the settings don't come with a restore: a table gets them as soon as it is there. */
  async lookRestored(request: RestoreRequest): Promise<Look<Restored>> {
    const { ownership, store, target } = request;
    const table = await this.find(target);
    if (!table) return { state: 'gone' };
    const found: Restored = { identifier: target, facts: { items: table.ItemCount } };
    if (table.TableStatus !== 'ACTIVE') return { state: 'creating', progress: table.TableStatus, found };
    const db = await this.clients.dynamodb();
    const { tags, ...settings } = settingsOf(request);
    // What has the name of the old one is no copy of a backup: it is the store again.
    const own = target === store.identifier && tags ? tags : ownershipTags(ownership);
    await db.tagResource({ ResourceArn: table.TableArn, Tags: tagList(own) });
    const lacking = ownership.purpose === 'restore' && (await giveSetting(db, table, settings));
    return lacking ? { state: 'creating', progress: 'settings', found } : { state: 'available', found };
  }

  /** Small tables are read. Of large ones a segment is: items are spread over segments by the hash of their key. */
  async countItems({ identifier }: Store): Promise<ItemCount | undefined> {
    const table = await this.find(identifier);
    if (!table) return undefined;
    const known = table.ItemCount ?? 0;
    if (known <= COUNTED) {
      const items = await this.scan(identifier, {}, COUNTED);
      if (items !== undefined) return { items };
    }
    return this.sample(identifier, Math.max(2, Math.ceil(known / SAMPLED)));
  }

  async checks(request: RestoreRequest, counted: CountedItems | undefined): Promise<Check[]> {
    const { estimate, items, itemsAfter = items } = counted ?? {};
    if (items === undefined || itemsAfter === undefined) return [];
    const segments = Number(/1 of (\d+) segments/.exec(estimate ?? '')?.[1] ?? 0);
    const there = segments
      ? (await this.sample(request.target, segments)).items
      : await this.scan(request.target, {}, Number.POSITIVE_INFINITY);
    const margin = segments ? MARGIN : 0;
    const least = Math.floor(Math.min(items, itemsAfter) * (1 - margin));
    const most = Math.ceil(Math.max(items, itemsAfter) * (1 + margin));
    const words = least === most ? (least === 0 ? 'none, as recorded' : String(least)) : `${least} to ${most}`;
    const name = estimate ? 'items (estimate)' : 'items';
    const expected = estimate ? `${words}, ${estimate}` : words;
    const passed = there !== undefined && there >= least && there <= most;
    return [{ name, expected, actual: String(there), passed, counts: true }];
  }

  private async sample(identifier: string, segments: number): Promise<ItemCount> {
    const some = (await this.scan(identifier, { Segment: 0, TotalSegments: segments }, Number.POSITIVE_INFINITY)) ?? 0;
    return { items: some * segments, estimate: `estimated from 1 of ${segments} segments` };
  }

  /** Counts by reading; undefined as soon as there are more. */
  private async scan(
    identifier: string,
    part: { readonly Segment?: number; readonly TotalSegments?: number },
    most: number,
  ): Promise<number | undefined> {
    const db = await this.clients.dynamodb();
    const { paginateScan } = await import('@aws-sdk/client-dynamodb');
    let count = 0;
    for await (const page of paginateScan({ client: db }, { TableName: identifier, Select: 'COUNT', ...part })) {
      count += page.Count ?? 0;
      if (count > most) return undefined;
    }
    return count;
  }

  async removeRestored(identifier: string): Promise<boolean> {
    const table = await this.find(identifier);
    if (!table) return false;
    if (table.TableStatus === 'DELETING') return true;
    const db = await this.clients.dynamodb();
    if (table.DeletionProtectionEnabled) {
      await db.updateTable({ TableName: identifier, DeletionProtectionEnabled: false });
    }
    return (await ifThere(db.deleteTable({ TableName: identifier }))) !== undefined;
  }

  async tagged(owner: Owner): Promise<Tagged[]> {
    const db = await this.clients.dynamodb();
    const found: Tagged[] = [];
    const { BackupSummaries = [] } = await db.listBackups({ BackupType: 'USER' });
    for (const { BackupName = '', BackupArn = '', BackupStatus } of BackupSummaries) {
      const named = /^backlot-(?<environment>.+?)\.(?<rest>.+)-(?<set>\d{8}t\d{6}-[0-9a-f]{4})$/.exec(BackupName);
      const { environment, rest = '', set = '' } = named?.groups ?? {};
      // A backup of a table has no tags: whose it is, its names say.
      if (environment !== owner.environment || !rest.startsWith(`${owner.platform}-`) || BackupStatus === 'DELETED')
        continue;
      found.push({
        kind: 'dynamodb',
        what: 'snapshot',
        id: BackupArn,
        set,
        purpose: 'backup',
      });
    }
    const { paginateListTables } = await import('@aws-sdk/client-dynamodb');
    for await (const page of paginateListTables({ client: db }, {})) {
      for (const name of page.TableNames ?? []) {
        const ResourceArn = /-\d{8}t\d{6}-[0-9a-f]{4}$/.test(name) ? (await this.find(name))?.TableArn : undefined;
        if (!ResourceArn) continue;
        const { Tags } = await db.listTagsOfResource({ ResourceArn });
        found.push(...taggedAs('dynamodb', 'store', name, tagsOf(Tags), owner));
      }
    }
    return found;
  }

  cutOver({ identifier }: Store, target: string): string[] {
    return [
      `a table cannot be renamed: point what uses ${identifier} at ${target}, or copy the items back`,
      'put back what a restore leaves out: scaling and resource policies',
      `when it has served: backlot backups prune <environment> --restored ${target}`,
    ];
  }

  private async find(identifier: string): Promise<TableDescription | undefined> {
    const db = await this.clients.dynamodb();
    return (await ifThere(db.describeTable({ TableName: identifier })))?.Table;
  }
}

function settingsOf({ ownership, placement, store }: RestoreRequest): TablePlacement {
  return { ...placement, ...(ownership.purpose === 'restore' ? appliedTable(store.attributes) : {}) };
}

/** Name of a backup: it is the only mark that one can carry. */
export function dynamoBackupName({ environment, set }: Ownership, store: string): string {
  return `backlot-${environment}.${store.slice(0, 180)}-${set}`;
}

function toSnapshot(id: string, details: BackupDetails | undefined): Snapshot {
  const takenAt = details?.BackupCreationDateTime?.toISOString();
  return defined({
    id,
    arn: details?.BackupArn,
    takenAt,
    sizeBytes: details?.BackupSizeBytes,
    encrypted: true, // always, by a key of AWS at least
  });
}
