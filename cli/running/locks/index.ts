export { type LockInfo, listLocks, releaseLock } from './environment-locks.js';
