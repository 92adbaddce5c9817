import { stateBucket } from '../../../stacks/state-location.js';
import { type StoreAdapter, targetName } from '../../adapters/backups/index.js';
import { journaled } from '../../session/journal/index.js';
import type { BackupSession } from './backup-session.js';
import type { StoreBackup } from './backup-set.js';
import { stopped, timedOut } from './with-backups.js';

/** What is put in the place of what. */
export interface Swap {
  /** Id of the backup that was made of what goes; part of the name that it keeps. */
  readonly safety: string;
  readonly backup: StoreBackup;
  /** Restored beside, ready to take the name. */
  readonly target: string;
  /** Command that goes on where this one ended. */
  readonly resume: string;
}

/**
 * Exchanges the names of a store and of the one that was restored beside it. Before the first name changes the journal asks
 * for the lock; a swap that has begun is carried to its end, since between its two renames nothing has the store's name.
 */
export async function swapIn(session: BackupSession, adapter: StoreAdapter, swap: Swap): Promise<void> {
  const { backup, resume, safety, target } = swap;
  const retired = retiredName(adapter, backup.identifier, safety);
  const what = `swap of ${backup.identifier}`;
  const entry = { step: `swap:${backup.name}`, intent: `putting ${target} in the place of ${backup.identifier}` };
  await journaled(session.journal, entry, async () => {
    const began = performance.now();
    while ((await adapter.swap?.(backup.identifier, target, retired)) === 'under-way') {
      if (session.interruption.kill.aborted) throw stopped(session, what, resume);
      assertInTime(session, what, began, resume);
      await session.look();
    }
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

/** What people do after a swap, as commands or sentences. */
export function afterSwap({ environment }: BackupSession, adapter: StoreAdapter, backup: StoreBackup, safety: string) {
  const { id, aws, target } = environment;
  const state = `s3://${stateBucket(environment)}/${id} (account ${aws.accountId})`;
  return [
    ...(adapter.swap && target === 'aws'
      ? [
          `the state in ${state} still names the old one by its resource id: terraform state rm ${backup.address?.split('/')[1] ?? '<address>'}, then terraform import <address> ${backup.identifier}`,
        ]
      : []),
    `backlot plan ${id}`,
    ...(adapter.swap ? [`when all is well, remove ${retiredName(adapter, backup.identifier, safety)}`] : []),
  ];
}

function retiredName(adapter: StoreAdapter, identifier: string, safety: string): string {
  return targetName(identifier, `-before-${safety}`, adapter.longestName);
}

function assertInTime({ options }: BackupSession, what: string, began: number, resume: string): void {
  if (performance.now() - began > (options.timeoutMs ?? 3_600_000)) throw timedOut(what, undefined, resume);
}
