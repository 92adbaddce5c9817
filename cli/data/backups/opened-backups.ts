import type { Environment } from '../../../environments/model/index.js';
import type { Clients, Store } from '../../adapters/backups/index.js';
import type { Kubernetes } from '../../adapters/kubernetes/index.js';
import type { Progress } from '../../kernel/progress.js';
import type { Cloud } from '../../session/cloud/index.js';
import type { Tooling } from '../../session/driver/tooling.js';
import type { BackupCatalog } from './catalog.js';
import type { StateResource } from './discover-stores.js';

/** What of an environment is open before the adapters of its stores are chosen. */
export interface OpenedBackups {
  readonly environment: Environment;
  readonly cloud: Cloud;
  readonly tooling: Tooling;
  readonly clients: Clients;
  readonly catalog: BackupCatalog;
  readonly progress: Progress;
  /** Aborted by Ctrl-C. */
  readonly stop: AbortSignal;
  /** Resources of all states; read once. */
  resources(): Promise<readonly StateResource[]>;
  /** All stores of the environment. */
  stores(): Promise<readonly Store[]>;
  /** The cluster of the environment; opened once. @throws BacklotError when it can't be reached */
  cluster(): Promise<Kubernetes>;
  tell(message: string, level?: 'info' | 'warning'): void;
  /** Waits before the next look at something; ends early with Ctrl-C. */
  pause(): Promise<void>;
}
