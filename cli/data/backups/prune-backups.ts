import type { Environment } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { Duration } from '../../../modules/values/duration.js';
import { type Tagged, wordAwsError } from '../../adapters/backups/index.js';
import { ownerOf } from '../../adapters/backups/store.js';
import { commandLine } from '../../kernel/command-line.js';
import { step } from '../../kernel/progress.js';
import { withBackupLock } from './backup-lock.js';
import type { BackupOptions } from './backup-options.js';
import type { BackupSession } from './backup-session.js';
import { type BackupSet, takenAt } from './backup-set.js';
import { type CatalogEntry, isSound, type SoundEntry } from './catalog.js';
import { proofsBySet } from './read-backups.js';
import { chooseLeftovers, findLeftovers, type Leftover, removeLeftover } from './restore-leftovers.js';
import { settleCutOff } from './settle-cut-off.js';
import { stopped, withBackups } from './with-backups.js';

/** What pruning can be told. */
export interface PruneBackupsOptions extends BackupOptions {
  /** Sets that are older go. @default the longest retention of the backup plans, else 35d */
  readonly olderThan?: string;
  /** So many of the newest complete sets stay, however old. @default 3 */
  readonly keep?: number;
  /** Names of stores that restores left: these go, and nothing else. @default old sets go */
  readonly restored?: readonly string[];
  /** Asked with what would go, before it does; false declines. @default yes */
  readonly approve?: (plan: PrunePlan) => Promise<boolean>;
}

/** What pruning would take away, and what stays although it is old. */
export interface PrunePlan {
  readonly olderThan: string;
  readonly sets: readonly { readonly id: string; readonly why: string; readonly copies: readonly string[] }[];
  readonly kept: readonly { readonly id: string; readonly why: string }[];
  /** Copies with our tag that no manifest names. */
  readonly orphans: readonly Tagged[];
  /** Stores that restores left, beside others or put aside: they go only when they are named. */
  readonly leftovers: readonly Leftover[];
}

/** What pruning took away. */
export interface PruneResult extends PrunePlan {
  readonly environment: string;
  readonly removed: readonly string[];
  /** Copies that could not be removed. */
  readonly failed: readonly { readonly copy: string; readonly reason: string }[];
}

/**
 * Removes the copies of old sets and of failed ones, and copies that no manifest names. The newest set that was proven is
 * never taken. Manifests stay as `pruned`, so that the chain of their hashes is whole.
 *
 * @throws BacklotError `Declined`, `Interrupted` (130), `ExpiredCredentials` (4).
 */
export async function pruneBackups(environment: Environment, options: PruneBackupsOptions = {}): Promise<PruneResult> {
  return withBackups(environment, options, (session) =>
    withBackupLock(session, 'prune', async () => {
      await settleCutOff(session, await session.catalog.list());
      const listed = await session.catalog.list();
      const entries = listed.filter(isSound);
      const { restored } = options;
      const all = await planPrune(session, listed, options);
      const leftovers = restored ? chooseLeftovers(all.leftovers, restored, environment.id) : all.leftovers;
      const plan = restored ? { ...all, sets: [], orphans: [], leftovers } : all;
      const nothing = plan.sets.length === 0 && plan.orphans.length === 0 && !restored;
      if (!nothing && options.approve && !(await options.approve(plan))) {
        throw new BacklotError({ code: 'Declined', message: 'cancelled; nothing was removed' });
      }
      const removed: string[] = [];
      const failed: { copy: string; reason: string }[] = [];
      for (const { id } of plan.sets) {
        const entry = entries.find((each) => each.id === id);
        if (entry) await pruneSet(session, entry, { removed, failed });
      }
      for (const orphan of plan.orphans) await removeOrphan(session, orphan, { removed, failed });
      for (const left of restored ? leftovers : []) {
        await remove(session, { removed, failed }, left.id, () => removeLeftover(session, left));
      }
      return { ...plan, environment: environment.id, removed, failed };
    }),
  );
}

/** Decides what goes; touches nothing. */
async function planPrune(
  session: BackupSession,
  listed: readonly CatalogEntry[],
  options: PruneBackupsOptions,
): Promise<PrunePlan> {
  const { clients, environment } = session;
  const { keep = 3, olderThan = defaultRetention(environment) } = options;
  const limit = Duration.parse(olderThan).toSeconds();
  const entries = listed.filter(isSound);
  const damaged = listed.flatMap((entry) => (isSound(entry) ? [] : [entry.id]));
  const proofs = await proofsBySet(session);
  const proven = entries.find(({ id, set }) => set.state !== 'pruned' && proofs.get(id)?.outcome === 'proven');
  const newest = new Set(entries.filter(({ set }) => set.state === 'complete').slice(0, keep));
  const sets: PrunePlan['sets'][number][] = [];
  const kept: PrunePlan['kept'][number][] = damaged.map((id) => ({
    id,
    why: 'its manifest is not what was written, and nobody can tell what it names',
  }));
  for (const entry of entries) {
    const { id, set } = entry;
    const copies = set.stores.flatMap(({ snapshot }) => snapshot?.id ?? []);
    if (set.state === 'pruned' || set.state === 'creating') continue;
    const age = (clients.now().getTime() - Date.parse(takenAt(set))) / 1_000;
    const days = Math.floor(age / 86_400);
    if (set.state === 'failed') sets.push({ id, why: 'it failed', copies });
    else if (age <= limit) continue;
    else if (entry === proven) kept.push({ id, why: `${days} days old, but the newest that was proven` });
    else if (newest.has(entry)) kept.push({ id, why: `${days} days old, but one of the newest ${keep}` });
    else sets.push({ id, why: `${days} days old`, copies });
  }
  const kinds = await kindsOf(session, entries);
  const orphans = await findOrphans(session, { entries, damaged }, kinds);
  return { olderThan, sets, kept, orphans, leftovers: await findLeftovers(session, kinds) };
}

/** As long as the plans of AWS Backup keep their points. */
function defaultRetention({ backup }: Environment): string {
  const retentions = Object.values(backup?.plans ?? {}).map(({ retention }) => Duration.parse(retention));
  const longest = Math.max(0, ...retentions.map((each) => each.toSeconds()));
  return longest > 0 ? Duration.seconds(longest).toString() : '35d';
}

/** Copies with our tag that no manifest names: left by a run that was killed, or of a manifest that was removed. */
async function findOrphans(
  { adapters, environment }: BackupSession,
  { entries, damaged }: { readonly entries: readonly SoundEntry[]; readonly damaged: readonly string[] },
  kinds: ReadonlySet<string>,
): Promise<Tagged[]> {
  const known = new Set(
    entries.flatMap(({ set }) => set.stores.flatMap(({ snapshot }) => [snapshot?.id, snapshot?.arn])),
  );
  const sets = new Map(entries.map(({ id, set }) => [id, set]));
  const tagged = await Promise.all(
    [...adapters.values()].filter(({ kind }) => kinds.has(kind)).map((adapter) => adapter.tagged(ownerOf(environment))),
  );
  return tagged.flat().filter((each) => {
    if (each.what !== 'snapshot' || known.has(each.id)) return false;
    // What a damaged manifest named is the only copy that there is of it; what says no set may be of that one.
    if (damaged.length > 0 && (each.set === '' || damaged.includes(each.set))) return false;
    const state = sets.get(each.set)?.state;
    return state !== 'creating';
  });
}

/** Kinds of stores that the environment has, or had when a set was made. */
async function kindsOf(session: BackupSession, entries: readonly SoundEntry[]): Promise<ReadonlySet<string>> {
  const stores = [...(await session.stores()), ...entries.flatMap(({ set }) => set.stores)];
  return new Set(stores.map(({ kind }) => kind));
}

interface Outcome {
  readonly removed: string[];
  readonly failed: { copy: string; reason: string }[];
}

async function pruneSet(session: BackupSession, entry: SoundEntry, outcome: Outcome): Promise<void> {
  const { adapters, catalog, environment, progress } = session;
  await step(progress, { id: `prune/${entry.id}`, title: entry.id }, async () => {
    let whole = true;
    for (const { kind, identifier, name, snapshot } of entry.set.stores) {
      if (!snapshot) continue;
      if (session.stop.aborted) throw stopped(session, 'prune', commandLine(`backlot backups prune ${environment.id}`));
      const store = { kind, identifier, name };
      whole =
        (await remove(session, outcome, snapshot.id, async () => {
          await adapters.get(kind)?.remove(store, snapshot);
        })) && whole;
    }
    if (!whole) return;
    const set: BackupSet = { ...entry.set, state: 'pruned', sealBefore: entry.set.sealBefore ?? entry.seal };
    await catalog.replace(entry, set);
  });
}

async function removeOrphan(session: BackupSession, orphan: Tagged, outcome: Outcome): Promise<void> {
  const adapter = session.adapters.get(orphan.kind);
  const snapshot = { id: orphan.id, arn: orphan.id };
  const store = { kind: orphan.kind, name: orphan.id, identifier: orphan.id };
  await remove(session, outcome, orphan.id, async () => void (await adapter?.remove(store, snapshot)));
}

/** One that can't go, such as a point in a locked vault, doesn't keep the others. */
async function remove(session: BackupSession, outcome: Outcome, copy: string, work: () => Promise<void>) {
  try {
    await work();
    outcome.removed.push(copy);
    return true;
  } catch (thrown) {
    const error = wordAwsError(
      thrown,
      `removal of ${copy}`,
      commandLine(`backlot backups prune ${session.environment.id}`),
    );
    if (error instanceof BacklotError && error.code === 'ExpiredCredentials') throw error;
    outcome.failed.push({ copy, reason: (error as Error).message });
    return false;
  }
}
