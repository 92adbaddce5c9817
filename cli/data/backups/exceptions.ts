import type { Environment } from '../../../environments/model/index.js';
import type { BackupException } from '../../../environments/model/schema/backup-proof.js';
import type { StoreBackup } from './backup-set.js';

/** What the environment leaves out of proofs of a store. */
export function exceptionsOf(
  { backup }: Environment,
  { name, identifier }: Pick<StoreBackup, 'name' | 'identifier'>,
): readonly BackupException[] {
  const except = backup?.proof?.except ?? {};
  return except[name] ?? except[identifier] ?? [];
}

/** Why all of a store is left out of proofs; undefined when it isn't. */
export function exceptionOf(environment: Environment, store: Pick<StoreBackup, 'name' | 'identifier'>) {
  return exceptionsOf(environment, store).find(({ database, tables }) => !database && !tables)?.reason;
}
