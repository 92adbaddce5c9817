import type { Environment } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { stateBucket } from '../../../stacks/state-location.js';
import { type RestoreRequest, type Store, type StoreAdapter, targetName } from '../../adapters/backups/index.js';
import { step } from '../../kernel/progress.js';
import { journaled } from '../../session/journal/index.js';
import { withBackupLock } from './backup-lock.js';
import type { BackupOptions } from './backup-options.js';
import type { BackupSession } from './backup-session.js';
import type { BackupSet, StoreBackup } from './backup-set.js';
import { chooseStores } from './choose-stores.js';
import { makeSet } from './create-backup.js';
import { ownershipOf } from './ownership-of.js';
import { assertTime } from './restorable-time.js';
import { beginRestore, endRestore } from './restore-record.js';
import { restoreStore } from './restore-store.js';
import { storeOf } from './verify-backup.js';
import { stopped, timedOut, withBackups } from './with-backups.js';

/** What restoring can be told. */
export interface RestoreBackupOptions extends BackupOptions {
  readonly set: string;
  /** Only these stores, by name. @default all that have a copy */
  readonly stores?: readonly string[];
  /** ISO 8601; needs a service that has it. @default the time of the copies */
  readonly toTime?: string;
  /** Put it in the place of what is there, after a safety backup. @default false: beside it */
  readonly inPlace?: boolean;
  /** Asked with what will be made, before it is; false declines. @default yes */
  readonly approve?: (plan: readonly PlannedRestore[]) => Promise<boolean>;
}

/** One restore, before it is made. */
export interface PlannedRestore {
  readonly store: string;
  readonly kind: string;
  readonly from: string;
  /** What the restored one is called. */
  readonly target: string;
  /** What becomes of the old one. @default nothing */
  readonly replaces?: string;
}

/** What restoring gave. */
export interface RestoreResult {
  readonly environment: string;
  readonly set: string;
  /** Set that was made before anything was replaced. @default nothing was */
  readonly safety?: string;
  readonly restored: readonly RestoredStore[];
}

/** One restored store. */
export interface RestoredStore {
  readonly store: string;
  readonly kind: string;
  readonly identifier: string;
  readonly endpoint?: { readonly host: string; readonly port: number };
  readonly seconds: number;
  /** What people do to use it, as commands or sentences. */
  readonly cutOver: readonly string[];
}

interface Planned extends PlannedRestore {
  readonly adapter: StoreAdapter;
  readonly backup: StoreBackup;
  readonly living: Store;
}

/**
 * Restores stores of a set beside the old ones, under new names, in the same network with the same settings.
 *
 * @throws BacklotError `UnknownBackup`, `UnknownStore`, `NoPointInTime`, `TimeOutOfReach` (all 3), `TargetExists`, `SnapshotGone`,
 *   `BackupDamaged`, `RestoreFailed`, `QuotaExceeded`, `TooLittleDisk`, `Interrupted` (130), `TimedOut` (69).
 */
export async function restoreBackup(environment: Environment, options: RestoreBackupOptions): Promise<RestoreResult> {
  return withBackups(environment, options, (session) =>
    withBackupLock(session, 'restore', async () => {
      const { set } = await session.catalog.read(options.set);
      const planned = await plan(session, set, options);
      if (options.approve && !(await options.approve(planned.map(shown)))) {
        throw new BacklotError({ code: 'Declined', message: 'declined; nothing was restored' });
      }
      if (!options.inPlace) return { ...head(set), restored: await restoreAll(session, set, planned, options) };
      // What is replaced belongs to everybody: nobody deploys meanwhile.
      return session.holding('restore', commandOf(set, options), async (held) => {
        const stores = await still(planned);
        const safety = stores.length > 0 ? await makeSet(session, { stores, purpose: 'safety' }) : undefined;
        if (safety) assertSafe(safety, environment);
        if (safety) session.tell(`safety backup: ${safety.id}`);
        const changing = { ...session, ...held };
        const restored = await restoreAll(changing, set, planned, { ...options, safety: safety?.id });
        return { ...head(set), ...(safety ? { safety: safety.id } : {}), restored };
      });
    }),
  );
}

function head({ environment, id }: BackupSet) {
  return { environment, set: id };
}

/** Stores that are there; what is gone can't be saved and needn't be. */
async function still(planned: readonly Planned[]): Promise<Store[]> {
  const there = await Promise.all(planned.map(({ adapter, living }) => adapter.exists(living.identifier)));
  return planned.filter((_, at) => there[at]).map(({ living }) => living);
}

function assertSafe(safety: BackupSet, { id }: Environment): void {
  if (safety.state === 'complete') return;
  const failed = safety.stores.filter(({ status }) => status === 'failed');
  if (failed.length === 0) return;
  throw new BacklotError({
    code: 'NoSafetyBackup',
    message: `nothing was replaced: the safety backup of ${failed.map(({ name }) => name).join(', ')} failed: ${failed[0]?.reason}`,
    actions: [`backlot backups show ${id} ${safety.id}`, 'restore beside it instead: without --in-place'],
  });
}

async function plan(session: BackupSession, set: BackupSet, options: RestoreBackupOptions): Promise<Planned[]> {
  const { adapters, environment } = session;
  const copied = set.stores.filter(({ status }) => status === 'available');
  if (copied.length === 0 || set.state === 'pruned') {
    throw new BacklotError({
      code: 'NothingToRestore',
      message: `backup set '${set.id}' is ${set.state}: it has no copy`,
      exitCode: 3,
      actions: [`backlot backups list ${environment.id}`],
    });
  }
  const chosen = chooseStores(copied, options.stores, environment.id);
  return Promise.all(
    chosen.map(async (backup): Promise<Planned> => {
      const adapter = adapters.get(backup.kind);
      if (!adapter) throw new Error(`no adapter for ${backup.kind}`);
      const living = await storeOf(session, backup);
      if (options.toTime) await assertTime(session, adapter, living, options.toTime);
      // One that was restored beside may have been written to since: what is put in place is made for it.
      const suffix = options.inPlace ? '-swap-' : '-restored-';
      const beside = targetName(backup.identifier, `${suffix}${set.id}`, adapter.longestName);
      const target = options.inPlace && !adapter.swap ? backup.identifier : beside;
      const from = options.toTime ? `${backup.identifier} at ${options.toTime}` : (backup.snapshot?.id ?? '');
      const replaces = options.inPlace ? await fate(adapter, backup) : undefined;
      const shown = { store: backup.name, kind: backup.kind, from, target };
      return { ...shown, ...(replaces ? { replaces } : {}), adapter, backup, living };
    }),
  );
}

/** What becomes of what is replaced, in words. */
async function fate(adapter: StoreAdapter, { identifier }: StoreBackup) {
  if (!(await adapter.exists(identifier))) return 'it is gone already';
  if (adapter.swap) return `it is kept as ${identifier}-before-<safety backup>`;
  return adapter.overlays ?? 'it is removed first';
}

function retiredName(adapter: StoreAdapter, identifier: string, safety: string): string {
  return targetName(identifier, `-before-${safety}`, adapter.longestName);
}

function shown({ store, kind, from, target, replaces }: Planned): PlannedRestore {
  return { store, kind, from, target, ...(replaces ? { replaces } : {}) };
}

function commandOf(set: BackupSet, { stores, toTime, inPlace }: RestoreBackupOptions): string {
  const flags = [
    ...(stores ?? []).map((store) => ` --store ${store}`),
    ...(toTime ? [` --to-time ${toTime}`] : []),
    ...(inPlace ? [' --in-place'] : []),
  ];
  return `backlot backups restore ${set.environment} ${set.id}${flags.join('')}`;
}

async function restoreAll(
  session: BackupSession,
  set: BackupSet,
  planned: readonly Planned[],
  options: RestoreBackupOptions & { readonly safety?: string },
): Promise<RestoredStore[]> {
  const resume = commandOf(set, options);
  if (!options.inPlace) for (const each of planned) await beginRestore(session, set, each, options.toTime);
  const done: RestoredStore[] = [];
  const works = planned.map((each) => async () => {
    const restored = await restoreOne(session, set, each, { ...options, resume });
    done.push(restored);
    return restored;
  });
  try {
    return await session.together(works);
  } catch (error) {
    throw withSiblings(error, planned, done);
  }
}

/** A store that couldn't be restored is not hidden by those that were, nor the other way round. */
function withSiblings(error: unknown, planned: readonly Planned[], done: readonly RestoredStore[]): unknown {
  if (!(error instanceof BacklotError) || planned.length < 2) return error;
  const names = (stores: readonly { readonly store: string }[]) => stores.map(({ store }) => store).join(', ');
  const left = planned.filter(({ store }) => !done.some((each) => each.store === store));
  const { actions, cause, code, details, exitCode, source } = error;
  const message = `${error.message}; restored: ${names(done) || 'none'}, not restored: ${names(left)}`;
  return new BacklotError({
    ...{ code, message, source, actions, exitCode, cause },
    details: { ...details, restored: done, notRestored: left.map(({ store }) => store) },
  });
}

async function restoreOne(
  session: BackupSession,
  set: BackupSet,
  { adapter, backup, living, target }: Planned,
  options: RestoreBackupOptions & { readonly resume: string; readonly safety?: string },
): Promise<RestoredStore> {
  // Without a safety backup there was nothing to keep, or it is kept already by the run that was cut off.
  const { resume, toTime, inPlace, safety = set.id } = options;
  const id = `restore/${backup.kind}/${backup.name}`;
  const began = performance.now();
  return step(
    session.progress,
    { id, title: `${backup.name} (${backup.kind})` },
    async () => {
      const entry = {
        step: `restore:${backup.name}`,
        intent: `restoring '${backup.name}' from ${set.id} in its place`,
      };
      const request: RestoreRequest = {
        store: living,
        snapshot: backup.snapshot,
        ...(toTime ? { toTime } : {}),
        target,
        placement: backup.placement ?? {},
        ownership: ownershipOf(session, set, 'restore'),
      };
      const restored = await journaled(session.journal, entry, async () => {
        if (inPlace && !adapter.swap && !adapter.overlays) await clearAway(session, adapter, target, resume);
        return restoreStore(session, adapter, request, { step: id, resume });
      });
      if (inPlace && adapter.swap) await swapIn(session, adapter, { safety, backup, target, resume });
      if (!inPlace) await endRestore(session, set, target);
      const { endpoint } = restored;
      const identifier = inPlace ? backup.identifier : restored.identifier;
      const cutOver = inPlace ? afterSwap(session, adapter, backup, safety) : adapter.cutOver(living, identifier);
      return {
        ...{ store: backup.name, kind: backup.kind, identifier, ...(endpoint ? { endpoint } : {}) },
        seconds: Math.round((performance.now() - began) / 100) / 10,
        cutOver: cutOver.map((line) => filled(line, set, backup)),
      };
    },
    ({ identifier }) => ({ message: identifier }),
  );
}

function filled(line: string, set: BackupSet, { name }: StoreBackup): string {
  return line.replaceAll('<environment>', set.environment).replaceAll('<set>', set.id).replaceAll('<store>', name);
}

function afterSwap({ environment }: BackupSession, adapter: StoreAdapter, backup: StoreBackup, safety: string) {
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

async function clearAway(session: BackupSession, adapter: StoreAdapter, identifier: string, resume: string) {
  const began = performance.now();
  while (await adapter.exists(identifier)) {
    await adapter.removeRestored(identifier);
    await waiting(session, `removal of ${identifier}`, began, resume);
  }
}

async function swapIn(
  session: BackupSession,
  adapter: StoreAdapter,
  { safety, backup, target, resume }: { safety: string; backup: StoreBackup; target: string; resume: string },
): Promise<void> {
  const retired = retiredName(adapter, backup.identifier, safety);
  const began = performance.now();
  const what = `swap of ${backup.identifier}`;
  if (session.stop.aborted) throw stopped(session, what, resume);
  // Restoring may have taken hours: the lock is asked for once more before anything is replaced.
  const entry = { step: `swap:${backup.name}`, intent: `putting ${target} in the place of ${backup.identifier}` };
  await journaled(session.journal, entry, async () => {
    while ((await adapter.swap?.(backup.identifier, target, retired)) === 'under-way') {
      await waiting(session, what, began, resume);
    }
  });
}

async function waiting(session: BackupSession, what: string, began: number, resume: string): Promise<void> {
  if (session.stop.aborted) throw stopped(session, what, resume);
  if (performance.now() - began > (session.options.timeoutMs ?? 3_600_000)) throw timedOut(what, undefined, resume);
  await session.pause();
}
