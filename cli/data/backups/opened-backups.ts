import type { Clients, Store } from '../../adapters/backups/index.js';
import type { SessionWith } from '../../session/open/session.js';
import type { BackupCatalog } from './catalog.js';
import type { StateResource } from './discover-stores.js';

/** A session on the backups of an environment, before it is known how its stores are spoken to. */
export interface OpenedBackups extends SessionWith<'cloud' | 'cluster'> {
  readonly clients: Clients;
  readonly catalog: BackupCatalog;
  /** Resources of all states; read once. */
  resources(): Promise<readonly StateResource[]>;
  /** All stores of the environment. */
  stores(): Promise<readonly Store[]>;
  /** Waits before the next look at something; ends early when the work is asked to stop. */
  pause(): Promise<void>;
  /** The same for what is carried to its end: waits its time. */
  look(): Promise<void>;
}
