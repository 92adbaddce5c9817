import { randomBytes } from 'node:crypto';
import type { Environment } from '../../../environments/model/index.js';
import type { BackupException } from '../../../environments/model/schema/backup-proof.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { type Snapshot, type Store, snapshotName, wordAwsError } from '../../adapters/backups/index.js';
import { actor } from '../../kernel/actor.js';
import { commandLine, withFlag } from '../../kernel/command-line.js';
import { step } from '../../kernel/progress.js';
import { withBackupLock } from './backup-lock.js';
import type { BackupOptions } from './backup-options.js';
import type { BackupSession } from './backup-session.js';
import { type BackupSet, backupSetId, outcomeOf, type RecordedContents, type StoreBackup } from './backup-set.js';
import { type CatalogEntry, isSound, type SoundEntry } from './catalog.js';
import { chooseStores } from './choose-stores.js';
import { contentsQuestions } from './contents-questions.js';
import { exceptionOf, exceptionsOf } from './exceptions.js';
import { ManifestWriter } from './manifest-writer.js';
import { ownershipOf } from './ownership-of.js';
import { mergeContents, recordContents } from './record-contents.js';
import { settleCutOff } from './settle-cut-off.js';
import { stopped, timedOut, withBackups } from './with-backups.js';

/** What making a backup can be told. */
export interface CreateBackupOptions extends BackupOptions {
  /** Only these stores, by name. @default all */
  readonly stores?: readonly string[];
  /** Id of a set whose run was cut off. @default a new set */
  readonly resume?: string;
  /** Asked with the stores before anything is made; false declines. @default yes */
  readonly approve?: (stores: readonly Store[]) => Promise<boolean>;
}

/** Copies that are made at once. */
const AT_ONCE = 6;
const THREE_HOURS = 3 * 3_600_000;

/**
 * Makes copies of all stores under one id. The manifest is written before anything is started, and after each step: a run
 * that is cut off can be resumed.
 *
 * @throws BacklotError `UnknownStore` (3), `NoStores`, `BackupFailed`, `Declined`, `Interrupted` (130), `TimedOut` (69), `ExpiredCredentials` (4).
 */
export async function createBackup(environment: Environment, options: CreateBackupOptions = {}): Promise<BackupSet> {
  return withBackups(environment, options, (session) =>
    withBackupLock(session, 'create', async () => {
      const { resume } = options;
      const stores = chooseStores(await session.stores(), options.stores, environment);
      const rest = resume ? stores.filter(lackedBy((await resumable(session, resume)).set)) : stores;
      if (options.approve && !(await options.approve(rest))) {
        throw new BacklotError({ code: 'Declined', message: 'cancelled; nothing was made' });
      }
      return makeSet(session, { stores, resume });
    }),
  );
}

/** Makes or resumes a set; the caller holds the lock. */
export async function makeSet(
  session: BackupSession,
  {
    stores,
    resume,
    purpose,
  }: { readonly stores: readonly Store[]; readonly resume?: string; readonly purpose?: 'safety' },
): Promise<BackupSet> {
  const entry = resume ? await resumed(session, resume) : await begin(session, stores, purpose);
  const writer = new ManifestWriter(session.catalog, entry);
  const queue = entry.set.stores.filter(isLacking);
  await session.together(
    Array.from({ length: AT_ONCE }, () => async () => {
      for (let next = queue.shift(); next && !session.stop.aborted; next = queue.shift()) {
        const store = stores.find(({ kind, identifier }) => kind === next?.kind && identifier === next.identifier);
        await copyStore(session, writer, store, next);
      }
    }),
  );
  if (session.stop.aborted) throw stopped(session, `backup set ${entry.id}`, resuming(session, entry.set));
  await finish(session, writer);
  return writer.set;
}

/** The command that goes on with a set; what a restore makes first is made by the restore. */
function resuming({ environment }: Pick<BackupSession, 'environment'>, { id, purpose }: BackupSet): string {
  if (purpose === 'safety') return commandLine(`backlot backups create ${environment.id} --resume ${id}`);
  return withFlag(commandLine(`backlot backups create ${environment.id}`), 'resume', id);
}

async function begin(session: BackupSession, stores: readonly Store[], purpose: 'safety' | undefined) {
  const { adapters, catalog, clients, environment } = session;
  const entries = await catalog.list();
  await settleCutOff(session, entries);
  for (;;) {
    const now = clients.now();
    const previous = await newestSound(catalog.list());
    const set: BackupSet = {
      id: backupSetId(now, randomBytes(2).toString('hex')),
      platform: environment.platform,
      environment: environment.id,
      state: 'creating',
      startedAt: now.toISOString(),
      who: actor(),
      ...(purpose ? { purpose } : {}),
      ...(previous ? { previous: { id: previous.id, seal: previous.seal } } : {}),
      stores: stores.map(({ name, kind, identifier, address }) => ({
        ...{ name, kind, identifier, ...(address ? { address } : {}) },
        method: adapters.get(kind)?.method ?? 'none',
        status: 'pending',
      })),
    };
    const entry = await catalog.add(set);
    if (entry) return entry;
  }
}

/** The end of the chain: ids and clocks of one second don't tell which was first. */
async function newestSound(entries: Promise<readonly CatalogEntry[]>): Promise<SoundEntry | undefined> {
  const sound = (await entries).filter(isSound);
  const named = new Set(sound.map(({ set }) => set.previous?.id));
  return sound.find(({ id }) => !named.has(id)) ?? sound[0];
}

/** Whether a set lacks the copy of a store. What had nothing to copy lacks none. */
function isLacking({ status }: StoreBackup): boolean {
  return status === 'pending' || status === 'creating' || status === 'failed';
}

/** Whether a set lacks the copy of a store. */
function lackedBy({ stores }: BackupSet): (store: Store) => boolean {
  const lacking = stores.filter(isLacking);
  return (store) => lacking.some(({ kind, identifier }) => kind === store.kind && identifier === store.identifier);
}

/** A set that lacks copies: its run was cut off, or some could not be made. */
async function resumable({ catalog, environment }: BackupSession, id: string): Promise<SoundEntry> {
  const entry = await catalog.read(id);
  const { state, stores } = entry.set;
  if (state !== 'pruned' && (state === 'creating' || stores.some(isLacking))) return entry;
  throw new BacklotError({
    code: 'NothingToResume',
    message: `backup set '${id}' is ${state}: there is nothing left to do`,
    exitCode: 3,
    actions: [`backlot backups show ${environment.id} ${id}`],
  });
}

/** Opens a set again. What a later run ended for it is under way again, also where the next set has named its seal. */
async function resumed(session: BackupSession, id: string): Promise<SoundEntry> {
  const entry = await resumable(session, id);
  if (entry.set.state === 'creating') return entry;
  const entries = (await session.catalog.list()).filter(isSound);
  const sealBefore = entries.find(({ set }) => set.previous?.id === id)?.set.previous?.seal;
  const { finishedAt: _ended, ...set } = entry.set;
  return session.catalog.replace(entry, { ...set, state: 'creating', ...(sealBefore ? { sealBefore } : {}) });
}

/** Copies one store. What the store itself is the reason of is kept in the manifest; what stops the whole run is thrown. */
async function copyStore(
  session: BackupSession,
  writer: ManifestWriter,
  store: Store | undefined,
  backup: StoreBackup,
): Promise<void> {
  const { adapters, progress } = session;
  const title = `${backup.name} (${backup.kind})`;
  const start = { id: `backup/${backup.kind}/${backup.name}`, title };
  await step(
    progress,
    start,
    async () => {
      const adapter = adapters.get(backup.kind);
      try {
        if (!store || !adapter) throw notThere(backup);
        const before = backup.contents ?? (await recordContents(session, store));
        const placement = await adapter.placement(store);
        if (!placement) throw notThere(backup);
        const ownership = ownershipOf(session, writer.set, 'backup');
        // One that failed keeps its name: the next is made under the same.
        const failed =
          backup.status === 'failed' && backup.snapshot ? await adapter.look(store, backup.snapshot) : undefined;
        if (failed?.state === 'failed' && backup.snapshot) await adapter.remove(store, backup.snapshot);
        // Before it is started: a run that is killed now leaves a set that names what may be there.
        await writer.store(backup.name, { status: 'creating', placement, contents: before });
        const begun = await adapter.start(store, snapshotName(store, ownership), ownership);
        await writer.store(backup.name, { snapshot: begun });
        const snapshot = await available(session, store, begun, { step: start.id, set: writer.set });
        const after = await recordContents(session, store, before);
        const contents = mergeContents(before, after);
        await writer.store(backup.name, { status: 'available', snapshot, contents, reason: undefined });
        tellGaps(session, backup, contents);
        return `${adapter.method} ${snapshot.id}`;
      } catch (thrown) {
        const error = wordAwsError(thrown, `backup of ${backup.name}`, resuming(session, writer.set));
        const code = error instanceof BacklotError ? error.code : '';
        if (STOPS_ALL.has(code)) throw error;
        const skipped = code === 'NotBackedUp';
        const reason = (error as Error).message;
        await writer.store(backup.name, { status: skipped ? 'skipped' : 'failed', reason });
        if (skipped) return { skipped: reason };
        return { failed: reason };
      }
    },
    (result) => {
      if (typeof result === 'string') return { message: result };
      return 'skipped' in result
        ? { status: 'skipped', message: result.skipped }
        : { status: 'failed', message: result.failed };
    },
  );
}

/** Better told now than by the proof. */
function tellGaps(session: BackupSession, backup: StoreBackup, contents: RecordedContents): void {
  const { adapters, environment, tell } = session;
  // Listings and exports are what their proofs compare with.
  if (backup.kind === 's3' || backup.kind === 'cluster-objects') return;
  if (adapters.get(backup.kind)?.unprovable || exceptionOf(environment, backup)) return;
  const gaps = gapsOf(contents, exceptionsOf(environment, backup));
  for (const gap of gaps.slice(0, 10)) tell(`this copy of ${backup.name} can't be proven: ${gap}`, 'warning');
  if (gaps.length > 10) tell(`and ${gaps.length - 10} more of ${backup.name}`, 'warning');
}

const STOPS_ALL: ReadonlySet<string> = new Set([
  ...['Interrupted', 'LockLost', 'SiblingFailed', 'TimedOut', 'ExpiredCredentials', 'BackupChanged', 'Throttled'],
]);

async function available(
  session: BackupSession,
  store: Store,
  begun: Snapshot,
  at: { readonly step: string; readonly set: BackupSet },
): Promise<Snapshot> {
  const { adapters, options, pause, progress, stop } = session;
  const adapter = adapters.get(store.kind);
  const deadline = performance.now() + (options.timeoutMs ?? THREE_HOURS);
  let shown: string | undefined;
  for (;;) {
    const look = await adapter?.look(store, begun);
    if (look?.state === 'available') return { ...begun, ...look.found };
    if (look?.state === 'failed' || look?.state === 'gone') {
      const why = look.reason ?? (look.state === 'gone' ? 'it is gone' : 'the service says no more');
      throw new BacklotError({ code: 'SnapshotFailed', message: `${begun.id}: ${why}`, source: 'upstream' });
    }
    const what = `backup set ${at.set.id}`;
    if (stop.aborted) throw stopped(session, what, resuming(session, at.set));
    if (performance.now() > deadline) throw timedOut(what, look?.progress, resuming(session, at.set));
    if (look?.progress && look.progress !== shown) {
      shown = look.progress;
      progress.emit({ type: 'step-progress', id: at.step, message: shown });
    }
    await pause();
  }
}

async function finish(session: BackupSession, writer: ManifestWriter): Promise<void> {
  const finishedAt = session.clients.now().toISOString();
  const state = outcomeOf(writer.set.stores);
  await writer.write((set) => ({ ...set, state, finishedAt }));
}

function notThere({ name, identifier }: StoreBackup): BacklotError {
  return new BacklotError({
    code: 'StoreGone',
    message: `'${identifier}' (${name}) is in the state, but the service doesn't have it`,
    source: 'upstream',
  });
}

/** Why a copy can't be proven later, as far as what was recorded tells: one sentence for each thing. */
function gapsOf(contents: RecordedContents, except: readonly BackupException[]): string[] {
  if (contents.note && !contents.tables) return [contents.note];
  if (!contents.tables) return [];
  const survey = { databases: contents.databases ?? [], tables: [], unread: [] };
  const own = contents.database ?? '';
  const { checks } = contentsQuestions({ contents, survey, own, except, again: '' });
  return checks.filter(({ passed }) => !passed).map(({ name, actual }) => `${name}: ${actual}`);
}
