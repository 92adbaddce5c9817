import { type Follower, type StoreAdapter, targetName } from '../../adapters/backups/index.js';
import { PURPOSE_TAG, SET_TAG } from '../../adapters/backups/store.js';
import { journaled } from '../../session/journal/index.js';
import type { BackupSession } from './backup-session.js';
import type { StoreBackup } from './backup-set.js';
import { assertStatesFree, renewIdentity } from './renew-identity.js';
import { stopped, timedOut } from './with-backups.js';

/** What is put in the place of what. */
export interface Swap {
  /** Id of the backup that was made of what goes; part of the name that it keeps. */
  readonly safety: string;
  readonly backup: StoreBackup;
  /** Restored beside, ready to take the name. */
  readonly target: string;
  /** What was made to follow it, ready to take the names of what followed the old one. */
  readonly followers: readonly Follower[];
  /** Command that goes on where this one ended. */
  readonly resume: string;
}

/** What a swap left. */
export interface Swapped {
  /** Names under which the old ones are kept. */
  readonly kept: readonly string[];
  /** Those of them that went on by themselves when what they followed was deleted: they may have what nothing else has. */
  readonly promoted: readonly string[];
  /** Names that no state knows although Terraform made what had them. */
  readonly unknown: readonly string[];
}

/**
 * Exchanges the names of a store and of the one that was restored beside it, and of what follows both; then it carries the
 * tags of the old one, and the states know it by its own id. Before the first name changes the journal asks for the lock; a
 * swap that has begun is carried to its end, since between its two renames nothing has the store's name.
 */
export async function swapIn(session: BackupSession, adapter: StoreAdapter, swap: Swap): Promise<Swapped> {
  const { backup, followers, resume, safety, target } = swap;
  const what = `swap of ${backup.identifier}`;
  const pairs = [{ identifier: backup.identifier, target }, ...followers];
  const entry = { step: `swap:${backup.name}`, intent: `putting ${target} in the place of ${backup.identifier}` };
  return journaled(session.journal, entry, async () => {
    if (adapter.identity) await assertStatesFree(session);
    const began = performance.now();
    const kept: string[] = [];
    const unknown: string[] = [];
    for (const pair of pairs) {
      const retired = retiredName(adapter, pair.identifier, safety);
      while ((await adapter.swap?.(pair.identifier, pair.target, retired)) === 'under-way') {
        if (session.interruption.kill.aborted) throw stopped(session, what, resume);
        assertInTime(session, what, began, resume);
        await session.look();
      }
      if (await adapter.exists(retired)) kept.push(retired);
      await adapter.retag?.(retired, { [SET_TAG]: safety, [PURPOSE_TAG]: 'replaced' });
      await adapter.retag?.(pair.identifier, await tagsOfPlace(session, backup, pair.identifier));
    }
    for (const { identifier } of pairs) {
      const identity = await adapter.identity?.(identifier);
      if (identity && !(await renewIdentity(session, identity))) unknown.push(identifier);
    }
    const gone = !kept.includes(retiredName(adapter, backup.identifier, safety));
    return { kept, unknown, promoted: gone ? kept : [] };
  });
}

/** Removes a store whose name is wanted for the one that is restored, and waits until it is gone. */
export async function clearAway(session: BackupSession, adapter: StoreAdapter, identifier: string, resume: string) {
  const began = performance.now();
  const what = `removal of ${identifier}`;
  while (await adapter.exists(identifier)) {
    await adapter.removeRestored(identifier);
    if (session.stop.aborted) throw stopped(session, what, resume);
    assertInTime(session, what, began, resume);
    await session.pause();
  }
}

/** What people do after something was put in place, as commands or sentences. */
export function afterSwap(
  { environment }: BackupSession,
  access: readonly string[],
  { kept, promoted }: Pick<Swapped, 'kept' | 'promoted'>,
) {
  const names = kept.map((name) => ` --restored ${name}`).join('');
  return [
    ...access,
    ...promoted.map(
      (name) => `look at ${name} first: it followed the one that is gone, and has what that had in the end`,
    ),
    `backlot plan ${environment.id}`,
    ...(kept.length > 0 ? [`when all is well: backlot backups prune ${environment.id}${names}`] : []),
  ];
}

/** The tags that Terraform gave to what has the name: what is put in place is no copy of a backup any more. */
async function tagsOfPlace(session: BackupSession, { identifier: own, placement }: StoreBackup, identifier: string) {
  const resources = await session.resources();
  const declared = resources.find(({ attributes }) => attributes.identifier === identifier)?.attributes.tags_all;
  const tags = declared ?? (identifier === own ? placement?.tags : undefined) ?? {};
  return { [SET_TAG]: undefined, [PURPOSE_TAG]: undefined, ...(tags as Record<string, string>) };
}

function retiredName(adapter: StoreAdapter, identifier: string, safety: string): string {
  return targetName(identifier, `-before-${safety}`, adapter.longestName);
}

function assertInTime({ options }: BackupSession, what: string, began: number, resume: string): void {
  if (performance.now() - began > (options.timeoutMs ?? 3_600_000)) throw timedOut(what, undefined, resume);
}
