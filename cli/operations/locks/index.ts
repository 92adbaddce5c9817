export type { ChangingOperation } from './changing-operation.js';
export {
  type EnvironmentLockOptions,
  type HeldLock,
  type Predecessor,
  withEnvironmentLock,
} from './environment-lock.js';
export { type LockInfo, listLocks, releaseLock } from './environment-locks.js';
export { describeHolder } from './lock-holder.js';
export { lockLocation } from './lock-location.js';
export type { LockHolder, LockRecord } from './lock-record.js';
