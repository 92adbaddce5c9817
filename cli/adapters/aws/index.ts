export { awsEndpoint } from './aws-endpoint.js';
export { type ByteObjects, S3ByteObjects } from './byte-objects.js';
export { assertAccount, type CallerIdentity, type IdentifyCaller, identifyCaller } from './caller-identity.js';
export { awsClients, type ClientSettings, type SettingsFor, sandboxClients } from './client-settings.js';
export {
  type ConditionalObjects,
  type PutCondition,
  S3ConditionalObjects,
  type StoredObject,
} from './conditional-objects.js';
export { deleteVersions } from './empty-bucket.js';
export type { HeadLog } from './head-log.js';
export { type LedgerSigning, ledgerSigning } from './ledger-signing.js';
export { type ObjectLock, RetainedObjects } from './retained-objects.js';
export type { PublicHalf, SigningKey } from './signing-key.js';
export { missingStateBucket, type StateBucket, stateBucketExists } from './state-bucket.js';
export { AwsStateBucket, type PartCondition, type StateBucketHome, type StateBucketPart } from './state-bucket-home.js';
export { readStateFile, type StateFile } from './state-file.js';
export {
  managedResources,
  parseState,
  type StateJson,
  type StateJsonInstance,
  type StoredResource,
} from './state-json.js';
export { S3StateStore, type StateKey, type StateStore } from './state-store.js';
