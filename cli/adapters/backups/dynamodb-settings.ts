import type { DynamoDB, TableDescription } from '@aws-sdk/client-dynamodb';
import { ifThere } from './aws-errors.js';
import { defined } from './defined-fields.js';
import type { Applied, Placement } from './store.js';
import { tagsOf } from './tag-list.js';

/** Settings of a table that a restore leaves out. */
export interface TablePlacement extends Placement {
  readonly keyArn?: string;
  readonly deletionProtection?: boolean;
  /** Attribute that says when an item goes. */
  readonly expires?: string;
  readonly pointInTime?: boolean;
  /** What a stream of changes has of an item. */
  readonly stream?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** Settings of a living table. */
export async function tablePlacement(db: DynamoDB, table: TableDescription): Promise<TablePlacement> {
  const { TableName, TableArn: ResourceArn } = table;
  const ttl = (await ifThere(db.describeTimeToLive({ TableName })))?.TimeToLiveDescription;
  const backups = (await ifThere(db.describeContinuousBackups({ TableName })))?.ContinuousBackupsDescription;
  const tags = ResourceArn ? (await ifThere(db.listTagsOfResource({ ResourceArn })))?.Tags : undefined;
  return defined({
    billingMode: table.BillingModeSummary?.BillingMode,
    keyArn: table.SSEDescription?.KMSMasterKeyArn,
    deletionProtection: table.DeletionProtectionEnabled,
    expires: ttl?.TimeToLiveStatus === 'ENABLED' ? ttl.AttributeName : undefined,
    pointInTime: backups?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus === 'ENABLED',
    stream: table.StreamSpecification?.StreamEnabled ? table.StreamSpecification.StreamViewType : undefined,
    tags: tagsOf(tags),
  });
}

/** Settings that Terraform applied: what the next plan compares with. Nothing where it applied none. */
export function appliedTable(attributes: Applied['attributes'] | undefined): TablePlacement {
  if (!attributes) return {};
  const first = (name: string) => ((attributes[name] ?? []) as readonly Record<string, unknown>[])[0] ?? {};
  const { enabled: expiring, attribute_name: expires } = first('ttl');
  const key = first('server_side_encryption').kms_key_arn;
  return defined({
    keyArn: key ? String(key) : undefined,
    deletionProtection: attributes.deletion_protection_enabled === true,
    expires: expiring ? String(expires) : undefined,
    pointInTime: first('point_in_time_recovery').enabled === true,
    stream: attributes.stream_enabled ? String(attributes.stream_view_type) : undefined,
    tags: attributes.tags_all as TablePlacement['tags'],
  });
}

/** Gives a table one setting that it lacks; false when it lacks none. A table takes one change at a time. */
export async function giveSetting(db: DynamoDB, table: TableDescription, wanted: TablePlacement): Promise<boolean> {
  const { TableName } = table;
  const there = await tablePlacement(db, table);
  const { deletionProtection = false, expires, pointInTime, stream } = wanted;
  if (deletionProtection !== (there.deletionProtection ?? false)) {
    await db.updateTable({ TableName, DeletionProtectionEnabled: deletionProtection });
  } else if (stream && !there.stream) {
    const StreamSpecification = { StreamEnabled: true, StreamViewType: stream as 'NEW_IMAGE' };
    await db.updateTable({ TableName, StreamSpecification });
  } else if (expires && !there.expires) {
    await db.updateTimeToLive({ TableName, TimeToLiveSpecification: { Enabled: true, AttributeName: expires } });
  } else if (pointInTime && !there.pointInTime) {
    const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true };
    await db.updateContinuousBackups({ TableName, PointInTimeRecoverySpecification });
  } else return false;
  return true;
}
