export type { ChangingOperation } from '../../session/locks/changing-operation.js';
export {
  type EnvironmentLockOptions,
  type HeldLock,
  type Predecessor,
  withEnvironmentLock,
} from '../../session/locks/environment-lock.js';
export { describeHolder } from '../../session/locks/lock-holder.js';
export { lockLocation } from '../../session/locks/lock-location.js';
export type { LockHolder, LockRecord } from '../../session/locks/lock-record.js';
export { type LockInfo, listLocks, releaseLock } from './environment-locks.js';
