export { type EnvironmentLockOptions, type HeldLock, withEnvironmentLock } from './environment-lock.js';
export { isHeld, type LockHolder, type LockRecord, parseLockRecord } from './lock-record.js';
