import type { Environment } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { Restored, RestoreRequest, Store } from '../../adapters/backups/index.js';
import { commandLine, withoutFlag } from '../../kernel/command-line.js';
import { step } from '../../kernel/progress.js';
import { journaled } from '../../session/journal/index.js';
import { withBackupLock } from './backup-lock.js';
import type { BackupOptions } from './backup-options.js';
import type { BackupSession } from './backup-session.js';
import type { BackupSet, StoreBackup } from './backup-set.js';
import { makeSet } from './create-backup.js';
import { lastCopySet } from './last-copy-set.js';
import { ownershipOf } from './ownership-of.js';
import { type PlannedRestore, type PlannedStore, planRestores } from './plan-restores.js';
import { afterSwap, clearAway, type Swapped, swapIn } from './put-in-place.js';
import { beginRestore, endRestore, stillToRestore } from './restore-record.js';
import { restoreStore } from './restore-store.js';
import { type Import, type Settled, settleStacks } from './settle-stacks.js';
import { stopped, withBackups } from './with-backups.js';

/** What restoring can be told. */
export interface RestoreBackupOptions extends BackupOptions {
  /** Id of a set, or name of a last copy. */
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

/** What restoring gave. */
export interface RestoreResult {
  readonly environment: string;
  readonly set: string;
  /** Set that was made before anything was replaced. @default nothing was */
  readonly safety?: string;
  readonly restored: readonly RestoredStore[];
  /** What became of the stacks that hang on what was put in place. @default nothing of a stack was */
  readonly settled?: Settled;
}

/** One restored store. */
export interface RestoredStore {
  readonly store: string;
  readonly kind: string;
  readonly identifier: string;
  readonly endpoint?: { readonly host: string; readonly port: number };
  readonly seconds: number;
  /** What was made to follow it, such as read replicas. @default nothing */
  readonly followers?: readonly string[];
  /** Names under which what was replaced is kept. @default nothing is */
  readonly kept?: readonly string[];
  /** What people do to use it, as commands or sentences. */
  readonly cutOver: readonly string[];
}

/**
 * Restores stores of a set beside the old ones, under new names, in the same network with the same settings.
 *
 * @throws BacklotError `UnknownBackup`, `UnknownStore`, `NoPointInTime`, `TimeOutOfReach` (all 3), `TargetExists`, `SnapshotGone`,
 *   `BackupDamaged`, `RestoreFailed`, `QuotaExceeded`, `TooLittleDisk`, `Interrupted` (130), `TimedOut` (69).
 */
export async function restoreBackup(environment: Environment, options: RestoreBackupOptions): Promise<RestoreResult> {
  const { result, owners, imports } = await restoreStores(environment, options);
  if (owners.length === 0) return result;
  return { ...result, settled: await settleOrTell(environment, options, { owners, imports }) };
}

/** Restores; what hangs on it is told, as stacks. */
function restoreStores(environment: Environment, options: RestoreBackupOptions): Promise<Restoration> {
  return withBackups(environment, options, (session) =>
    withBackupLock(session, 'restore', async () => {
      const set = (await lastCopySet(session, options.set)) ?? (await session.catalog.read(options.set)).set;
      const all = await planRestores(session, set, options);
      const planned = options.inPlace ? all : await stillToRestore(session, set, all);
      if (options.approve && !(await options.approve(planned.map(shown)))) {
        throw new BacklotError({ code: 'Declined', message: 'cancelled; nothing was restored' });
      }
      if (!options.inPlace) {
        return { ...NO_STACKS, result: { ...head(set), restored: await restoreAll(session, set, planned, options) } };
      }
      // What is replaced belongs to everybody: nobody deploys meanwhile.
      return session.holding('restore', async (held) => {
        const stores = await still(planned);
        const safety = stores.length > 0 ? await makeSet(session, { stores, purpose: 'safety' }) : undefined;
        if (safety) assertSafe(safety, environment);
        if (safety) session.tell(`safety backup: ${safety.id}`);
        const changing = { ...session, ...held };
        const imports: Import[] = [];
        const restored = await restoreAll(changing, set, planned, { ...options, safety: safety?.id, imports });
        const result = { ...head(set), ...(safety ? { safety: safety.id } : {}), restored };
        return { result, imports, owners: planned.flatMap(({ backup }) => backup.address?.split('/')[0] ?? []) };
      });
    }),
  );
}

interface Restoration {
  readonly result: RestoreResult;
  /** Ids of the stacks that have what was put in place. */
  readonly owners: readonly string[];
  readonly imports: readonly Import[];
}

const NO_STACKS = { owners: [], imports: [] };

/** What was restored stands whether its stacks follow or not. */
async function settleOrTell(
  environment: Environment,
  options: RestoreBackupOptions,
  what: Pick<Restoration, 'owners' | 'imports'>,
): Promise<Settled> {
  try {
    return await settleStacks(environment, options, what);
  } catch (error) {
    const reason = (error as Error).message.split('\n')[0] ?? '';
    return { stacks: [], left: [...new Set(what.owners)].map((stack) => ({ stack, reason })) };
  }
}

function head({ environment, id }: BackupSet) {
  return { environment, set: id };
}

/** Stores that are there; what is gone can't be saved and needn't be. */
async function still(planned: readonly PlannedStore[]): Promise<Store[]> {
  const there = await Promise.all(planned.map(({ adapter, living }) => adapter.exists(living.identifier)));
  return planned.filter((_, at) => there[at]).map(({ living }) => living);
}

function assertSafe(safety: BackupSet, { id }: Environment): void {
  // One that was skipped isn't saved either: what is put over it would be gone.
  const failed = safety.stores.filter(({ status }) => status !== 'available');
  if (failed.length === 0) return;
  throw new BacklotError({
    code: 'NoSafetyBackup',
    message: `nothing was replaced: there is no safety backup of ${failed.map(({ name }) => name).join(', ')}: ${failed[0]?.reason}`,
    hints: ['restore beside it instead: without --in-place'],
    actions: [`backlot backups show ${id} ${safety.id}`],
  });
}

function shown({ store, kind, from, target, replaces }: PlannedRestore): PlannedRestore {
  return { store, kind, from, target, ...(replaces ? { replaces } : {}) };
}

function commandOf(set: BackupSet, { set: named, stores, toTime, inPlace }: RestoreBackupOptions): string {
  const flags = [
    ...(stores ?? []).map((store) => ` --store ${store}`),
    ...(toTime ? [` --to-time ${toTime}`] : []),
    ...(inPlace ? [' --in-place'] : []),
  ];
  return `backlot backups restore ${set.environment} ${named}${flags.join('')}`;
}

type Restoring = RestoreBackupOptions & {
  readonly resume: string;
  readonly safety?: string;
  /** Takes what no state knows. */
  readonly imports?: Import[];
};

/**
 * First everything that harms nobody: copies beside what is there, all at once; one that fails stops the others. Only when
 * all of them are there, what is there is replaced, one store after the other; the first that fails ends it.
 */
async function restoreAll(
  session: BackupSession,
  set: BackupSet,
  planned: readonly PlannedStore[],
  wish: Omit<Restoring, 'resume'>,
): Promise<RestoredStore[]> {
  const options = { ...wish, resume: commandLine(commandOf(set, wish)) };
  if (!options.inPlace) for (const each of planned) await beginRestore(session, set, each, options.toTime);
  const done: RestoredStore[] = [];
  try {
    const works = planned.map((each) => async () => restoreOne(session, set, each, options));
    const restores = await session.together(works);
    // What exchanges names takes moments and can be exchanged back; the others go last.
    const swapping = planned.map(({ adapter }) => adapter.swap !== undefined);
    const ordered = [...restores.filter((_, at) => swapping[at]), ...restores.filter((_, at) => !swapping[at])];
    for (const restore of ordered) {
      if (options.inPlace && session.stop.aborted) throw stopped(session, `restore of ${set.id}`, options.resume);
      done.push(await restore());
    }
    return done;
  } catch (error) {
    throw withSiblings(error, planned, done, options.resume);
  }
}

/** A store that couldn't be restored is not hidden by those that were, nor the other way round. */
function withSiblings(
  error: unknown,
  planned: readonly PlannedStore[],
  done: readonly RestoredStore[],
  resume: string,
): unknown {
  if (!(error instanceof BacklotError) || planned.length < 2) return error;
  const names = (stores: readonly { readonly store: string }[]) => stores.map(({ store }) => store).join(', ');
  const left = planned.filter(({ store }) => !done.some((each) => each.store === store));
  const { cause, code, details, exitCode, hints, source } = error;
  // What was put in place goes on being used: only the rest is done again.
  const rest = done.length > 0 ? onlyStores(resume, left) : resume;
  const actions = [...error.actions.filter((action) => action !== resume), rest];
  const message = `${error.message}; restored: ${names(done) || 'none'}, not restored: ${names(left)}`;
  return new BacklotError({
    ...{ code, message, source, actions, hints, exitCode, cause },
    details: { ...details, restored: done, notRestored: left.map(({ store }) => store) },
  });
}

function onlyStores(command: string, stores: readonly { readonly store: string }[]): string {
  const all = withoutFlag(command, 'store', 'a value');
  return `${all}${stores.map(({ store }) => ` --store ${store}`).join('')}`;
}

/** Restores a store as far as that harms nobody. @returns what does the rest */
async function restoreOne(
  session: BackupSession,
  set: BackupSet,
  planned: PlannedStore,
  options: Restoring,
): Promise<() => Promise<RestoredStore>> {
  const { adapter, backup, followers, living, target } = planned;
  // Without a safety backup there was nothing to keep, or it is kept already by the run that was cut off.
  const { resume, toTime, inPlace, safety = set.id } = options;
  const id = `restore/${backup.kind}/${backup.name}`;
  const began = performance.now();
  const request: RestoreRequest = {
    store: living,
    snapshot: backup.snapshot,
    ...(toTime ? { toTime } : {}),
    target,
    placement: backup.placement ?? {},
    ownership: ownershipOf(session, set, 'restore'),
    ...(followers.length > 0 ? { followers } : {}),
  };
  const entry = { step: `restore:${backup.name}`, intent: `restoring '${backup.name}' from ${set.id}` };
  const copy = () =>
    step(
      session.progress,
      { id, title: `${backup.name} (${backup.kind})` },
      () =>
        journaled(session.journal, entry, async () => {
          if (inPlace && !adapter.swap && !adapter.overlays) await clearAway(session, adapter, target, resume);
          const restored = await restoreStore(session, adapter, request, { step: id, resume });
          if (!inPlace) await endRestore(session, set, target);
          return restored;
        }),
      ({ identifier }) => ({ message: identifier }),
    );
  const told = ({ endpoint, ...restored }: Restored, swapped = NOTHING_KEPT): RestoredStore => {
    const { kept } = swapped;
    const identifier = inPlace ? backup.identifier : restored.identifier;
    const access = adapter.reached?.(identifier, restored) ?? [];
    const cutOver = inPlace ? afterSwap(session, access, swapped) : [...access, ...adapter.cutOver(living, identifier)];
    return {
      ...{ store: backup.name, kind: backup.kind, identifier, ...(endpoint ? { endpoint } : {}) },
      seconds: Math.round((performance.now() - began) / 100) / 10,
      ...(followers.length > 0 ? { followers: followers.map((each) => each.identifier) } : {}),
      ...(kept.length > 0 ? { kept } : {}),
      cutOver: cutOver.map((line) => filled(line, { set, named: options.set }, backup)),
    };
  };
  // There is no beside: it is put over what is there, or what is there goes first.
  if (inPlace && !adapter.swap) return async () => told(await copy());
  const restored = await copy();
  return async () => {
    const start = { id: `replace/${backup.kind}/${backup.name}`, title: `${backup.name}: in its place` };
    if (!inPlace) return told(restored);
    const swap = { safety, backup, target, followers, resume };
    const swapped = await step(session.progress, start, () => swapIn(session, adapter, swap));
    const { address } = backup;
    if (address && swapped.unknown.includes(backup.identifier))
      options.imports?.push({ address, id: backup.identifier });
    return told(restored, swapped);
  };
}

const NOTHING_KEPT: Swapped = { kept: [], promoted: [], unknown: [] };

function filled(
  line: string,
  { set, named }: { readonly set: BackupSet; readonly named: string },
  { name }: StoreBackup,
): string {
  return line.replaceAll('<environment>', set.environment).replaceAll('<set>', named).replaceAll('<store>', name);
}
