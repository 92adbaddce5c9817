import { type BackupAccess, EfsAdapter } from './aws-backup.js';
import type { Clients } from './clients.js';
import { ClusterAdapter } from './cluster.js';
import { DynamoDbAdapter, dynamoBackupName } from './dynamodb.js';
import { ElastiCacheAdapter } from './elasticache.js';
import { RdsAdapter } from './rds.js';
import { type ListingLocation, listingName, S3Adapter } from './s3.js';
import type { Ownership, Store, StoreAdapter, StoreKind } from './store.js';

/** The adapters of the services, by kind. */
export type Adapters = ReadonlyMap<StoreKind, StoreAdapter>;

/** Adapters for all kinds that are on AWS. */
export function awsAdapters(
  clients: Clients,
  options: {
    readonly listings: ListingLocation;
    readonly access: BackupAccess | undefined;
    /** No server runs behind a cache: it is a record that holds nothing. @default false */
    readonly unserved?: boolean;
  },
): Adapters {
  const adapters: StoreAdapter[] = [
    new RdsAdapter(clients),
    new ClusterAdapter('aurora', clients, () => clients.rds()),
    // Its operations have the same names, inputs and answers.
    new ClusterAdapter('documentdb', clients, async () => (await clients.documentdb()) as never),
    new DynamoDbAdapter(clients),
    new ElastiCacheAdapter(clients, options),
    new S3Adapter(clients, options.listings),
    new EfsAdapter(clients, options.access),
  ];
  return new Map(adapters.map((adapter) => [adapter.kind, adapter]));
}

/** Name of the copy of a store in a set: the same each time, so that a run that was cut off finds what it started. */
export function snapshotName(store: Pick<Store, 'kind' | 'identifier'>, ownership: Ownership): string {
  if (store.kind === 's3') return listingName(ownership, store.identifier);
  if (store.kind === 'dynamodb') return dynamoBackupName(ownership, store.identifier);
  if (store.kind === 'cluster-objects') return `${ownership.set}/cluster-${store.identifier}`;
  return `backlot-${store.identifier.slice(0, 200)}-${ownership.set}`;
}
