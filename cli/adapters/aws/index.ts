export { awsEndpoint } from './aws-endpoint.js';
export { assertAccount, type CallerIdentity, type IdentifyCaller, identifyCaller } from './caller-identity.js';
export {
  type ConditionalObjects,
  type PutCondition,
  S3ConditionalObjects,
  type StoredObject,
} from './conditional-objects.js';
export { createStateBucket, missingStateBucket, type StateBucket, stateBucketExists } from './state-bucket.js';
export type { StateFile } from './state-file.js';
export { S3StateStore, type StateKey, type StateStore } from './state-store.js';
