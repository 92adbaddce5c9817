import type { Adapters, Clients, SqlRunner, Store } from '../../adapters/backups/index.js';
import type { OperationOptions } from '../../session/open/operation-options.js';
import type { OpenedBackups } from './opened-backups.js';

/** What backups reach out to beside {@link OperationOptions.tooling}; tests put fixtures here. */
export interface BackupTools {
  /** @default clients of the environment's cloud */
  clients?(): Clients;
  /** @default those of AWS, and the cluster's */
  adapters?(session: OpenedBackups): Promise<Adapters>;
  /** @default what the states of the environment hold, and its namespaces */
  stores?(session: OpenedBackups): Promise<readonly Store[]>;
  /** How SQL gets to a database. @default from this machine in the sandbox, by a Job in the cluster on AWS */
  sql?(session: OpenedBackups): Promise<SqlRunner | undefined>;
  /** Milliseconds between two looks at something that takes time. @default 500 in the sandbox, 15,000 on AWS */
  readonly lookEveryMs?: number;
}

/** What every operation on backups can be told. */
export interface BackupOptions extends Omit<OperationOptions, 'stacks' | 'parallelism'> {
  /** How long anything that takes time is waited for. @default 3 hours */
  readonly timeoutMs?: number;
  readonly tools?: BackupTools;
}
