import type { Adapters, SqlRunner } from '../../adapters/backups/index.js';
import type { BackupOptions } from './backup-options.js';
import type { OpenedBackups } from './opened-backups.js';

/** What an operation on backups works with. */
export interface BackupSession extends OpenedBackups {
  readonly options: BackupOptions;
  readonly adapters: Adapters;
  /** How SQL gets to databases; undefined when nothing here can reach them. Opened once. */
  sql(): Promise<SqlRunner | undefined>;
}
