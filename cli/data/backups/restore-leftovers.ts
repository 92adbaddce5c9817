import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { StoreAdapter, Tagged } from '../../adapters/backups/index.js';
import { ownerOf } from '../../adapters/backups/store.js';
import { databaseHolds } from '../../delivery/losses/index.js';
import { commandLine } from '../../kernel/command-line.js';
import { step } from '../../kernel/progress.js';
import type { BackupSession } from './backup-session.js';
import { clearAway } from './put-in-place.js';

/** What restores leave: stores that were made beside others, and those that were put aside for one in place. */
const LEFT: ReadonlySet<string> = new Set(['restore', 'replaced']);

/** A store that a restore left. */
export interface Leftover extends Tagged {
  /** What it holds, in words. @default nobody could look into it */
  readonly holds?: string;
}

/** Stores that our restores left. What a state knows is none, whatever its tags say. */
export async function findLeftovers(
  { adapters, cloud, environment, resources }: BackupSession,
  kinds: ReadonlySet<string>,
): Promise<Leftover[]> {
  const applied = new Set((await resources()).flatMap(({ attributes }) => Object.values(attributes)));
  const asked = [...adapters.values()].filter(({ kind }) => kinds.has(kind));
  const found = await Promise.all(asked.map((adapter) => adapter.tagged(ownerOf(environment))));
  const left = found
    .flat()
    .filter(({ id, purpose, what }) => what === 'store' && LEFT.has(purpose) && !applied.has(id));
  return Promise.all(
    left.map(async (each) => {
      const looked = each.kind === 'rds' ? await databaseHolds(cloud, each.id).catch(() => undefined) : undefined;
      return looked ? { ...each, holds: looked.words } : each;
    }),
  );
}

/** Those of them that are asked for, what follows another one first. @throws BacklotError `NotFromRestore` (3) */
export function chooseLeftovers(
  leftovers: readonly Leftover[],
  wanted: readonly string[],
  environment: string,
): Leftover[] {
  const chosen = wanted.map((name) => {
    const found = leftovers.find(({ id }) => id === name);
    if (found) return found;
    const names = leftovers.map(({ id }) => id);
    throw new BacklotError({
      code: 'NotFromRestore',
      message: `'${name}' is nothing that a restore left in '${environment}'; ${names.length > 0 ? `these are: ${names.join(', ')}` : 'there is nothing of the kind'}`,
      exitCode: 3,
      actions: [`backlot backups prune ${environment}`],
      details: { leftovers: names },
    });
  });
  return chosen.sort((one, other) => other.id.length - one.id.length);
}

/** Removes them, one after the other, and waits until they are gone. */
export async function removeLeftover(session: BackupSession, { id, kind }: Tagged): Promise<void> {
  const adapter = session.adapters.get(kind) as StoreAdapter;
  const resume = commandLine(`backlot backups prune ${session.environment.id} --restored ${id}`);
  await step(session.progress, { id: `prune/${id}`, title: id }, () => clearAway(session, adapter, id, resume));
}
