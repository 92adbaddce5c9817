export type { BackupOptions, BackupTools } from './backup-options.js';
export {
  type BackupScheduleResult,
  backupSchedule,
  type ScheduledPlan,
  type ScheduledStore,
} from './backup-schedule.js';
export {
  type BackupSet,
  type BackupSetState,
  backupSetId,
  isBackupSetId,
  type RecordedContents,
  type RecordedTable,
  type StoreBackup,
  sizeOf,
  takenAt,
} from './backup-set.js';
export { BackupCatalog, type CatalogFault } from './catalog.js';
export { type CreateBackupOptions, createBackup } from './create-backup.js';
export type { PlannedRestore } from './plan-restores.js';
export { assertProvenBackups } from './proof-gate.js';
export { type PruneBackupsOptions, type PrunePlan, type PruneResult, pruneBackups } from './prune-backups.js';
export { type BackupOverview, listBackups, showBackup } from './read-backups.js';
export {
  type RestoreBackupOptions,
  type RestoredStore,
  type RestoreResult,
  restoreBackup,
} from './restore-backup.js';
export { type StoreProof, type VerifyBackupOptions, type VerifyResult, verifyBackup } from './verify-backup.js';
