import type { Environment } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { Duration } from '../../../modules/values/duration.js';
import { type RestoreRequest, type StoreAdapter, targetName } from '../../adapters/backups/index.js';
import { type BackupProof, openLedger, type ProofAssertion, recordProof } from '../../delivery/releases/index.js';
import { commandLine } from '../../kernel/command-line.js';
import { step } from '../../kernel/progress.js';
import { withBackupLock } from './backup-lock.js';
import type { BackupOptions } from './backup-options.js';
import type { BackupSession } from './backup-session.js';
import { type BackupSet, type StoreBackup, takenAt } from './backup-set.js';
import { isSound } from './catalog.js';
import { chooseStores } from './choose-stores.js';
import { isFreeForProof } from './free-for-proof.js';
import { isolatedSecurityGroup, isolationOf, removeIsolation } from './isolation.js';
import { ownershipOf } from './ownership-of.js';
import { missingStores, whyApart } from './proof-parts.js';
import { removeLeftovers, removeRestored } from './remove-restored.js';
import { restoreStore } from './restore-store.js';
import { runAssertions } from './run-assertions.js';
import { stopped, withBackups } from './with-backups.js';

/** What proving a backup can be told. */
export interface VerifyBackupOptions extends BackupOptions {
  /** Id of the set. @default the newest that is whole */
  readonly set?: string;
  /** Only these stores; the proof is then recorded as failed unless the set has no others. @default all */
  readonly stores?: readonly string[];
  /** Asked before anything is made; false declines. @default yes */
  readonly approve?: (set: BackupSet, stores: readonly StoreBackup[]) => Promise<boolean>;
}

/** What proving a backup gave. */
export interface VerifyResult {
  readonly environment: string;
  readonly proof: BackupProof;
  /** Number of the record in the ledger. */
  readonly release: number;
  readonly stores: readonly StoreProof[];
}

/** What restoring one store gave. */
export interface StoreProof {
  readonly name: string;
  readonly kind: string;
  readonly outcome: 'proven' | 'failed';
  /** From the start of its restore until it answered. */
  readonly rtoSeconds: number;
  readonly assertions: readonly ProofAssertion[];
}

/**
 * Restores a set in isolation, asks what was declared or recorded, measures how long it took and how old the data is, puts
 * the proof into the ledger, and removes what it made, whatever happened.
 *
 * @throws BacklotError `NothingToProve`, `UnknownBackup` (3), `BackupDamaged`, `Interrupted` (130), `TimedOut` (69), `LeftBehind`.
 */
export async function verifyBackup(environment: Environment, options: VerifyBackupOptions = {}): Promise<VerifyResult> {
  return withBackups(environment, options, (session) =>
    withBackupLock(session, 'verify', async ({ lock }) => {
      const ledger = openLedger(environment, session.cloud, session.progress);
      // A restore takes long: that its proof can be recorded is known before it begins.
      await ledger.assertRecordable();
      const set = await chooseSet(session, options.set);
      const wanted = provable(session, set);
      const stores = options.stores ? chooseStores(wanted, options.stores, environment) : wanted;
      if (options.approve && !(await options.approve(set, stores))) {
        throw new BacklotError({ code: 'Declined', message: 'cancelled; nothing was made' });
      }
      await removeLeftovers(session);
      const began = session.clients.now();
      const beganMs = performance.now();
      const proofs = await prove(session, set, stores);
      const policy = targets(session, set, began, proofs);
      const missing = await missingStores(session, set, stores);
      const counted = proofs.filter((each) => each.counted).map(({ name }) => name);
      const assertions = [...proofs.flatMap((each) => each.assertions), ...policy.assertions, ...missing];
      const proof: BackupProof = {
        set: set.id,
        at: session.clients.now().toISOString(),
        outcome: assertions.some(({ outcome }) => outcome === 'failed') ? 'failed' : 'proven',
        rpoSeconds: policy.rpoSeconds,
        rtoSeconds: policy.rtoSeconds,
        assertions,
        counted,
      };
      const durationMs = Math.round(performance.now() - beganMs);
      const { record } = await recordProof(ledger, proof, {
        token: lock?.token ?? 0,
        durationMs,
      });
      const told = proofs.map(({ counted: _, ...each }) => each);
      return { environment: environment.id, proof, release: record.number, stores: told };
    }),
  );
}

/** The set that is proven. */
async function chooseSet({ catalog, environment }: BackupSession, id: string | undefined): Promise<BackupSet> {
  if (id) {
    const { set } = await catalog.read(id);
    if (set.stores.some(({ status }) => status === 'available') && set.state !== 'pruned') return set;
    throw nothing(environment, `backup set '${id}' is ${set.state}: it has no copy that could be restored`);
  }
  const entries = await catalog.list();
  const newest = entries.filter(isSound).find(({ set }) => set.state === 'complete' && set.purpose !== 'safety');
  if (newest) return newest.set;
  const [last] = entries.filter(isSound);
  const lacking = last?.set.stores.find(({ status }) => status === 'failed');
  const why = lacking ? `; the newest, ${last?.id}, lacks ${lacking.name}: ${lacking.reason}` : '';
  throw nothing(environment, `'${environment.id}' has no complete backup set${why}`);
}

function nothing({ id }: Environment, message: string): BacklotError {
  const actions = [`backlot backups create ${id}`, `backlot backups list ${id}`];
  return new BacklotError({ code: 'NothingToProve', message, actions });
}

/** What restoring one store gave, and whether anything in it was counted. */
type Proven = StoreProof & { readonly counted: boolean };

async function prove(
  session: BackupSession,
  set: BackupSet,
  stores: readonly StoreBackup[],
): Promise<readonly Proven[]> {
  const made: { adapter: StoreAdapter; target: string; name: string }[] = [];
  const command = commandLine(`backlot backups verify ${session.environment.id}`);
  const resume = command.includes(set.id) ? command : `${command} ${set.id}`;
  try {
    const kinds = stores.map(({ kind }) => kind);
    const group = await isolatedSecurityGroup(session, set.id, kinds);
    const proofs = await session.together(
      stores.map((backup) => async () => {
        const adapter = session.adapters.get(backup.kind);
        if (!adapter) return unprovable(backup, `nothing here restores ${backup.kind}`);
        const target = targetName(backup.identifier, `-verify-${set.id}`, adapter.longestName);
        if (!(await isFreeForProof(session, adapter, target))) {
          return unprovable(backup, `${target} is there already, and was not made for a proof`);
        }
        made.push({ adapter, target, name: backup.name });
        const request: RestoreRequest = {
          store: await storeOf(session, backup),
          snapshot: backup.snapshot,
          target,
          placement: { ...backup.placement, ...isolationOf(backup.kind, group) },
          ownership: ownershipOf(session, set, 'verify'),
          isolation: isolationOf(backup.kind, group),
        };
        return proveStore(session, adapter, { request, backup, resume });
      }),
    );
    if (session.stop.aborted) throw stopped(session, `verify of ${set.id}`, resume);
    return proofs;
  } finally {
    const stayed = await removeRestored(session, made);
    const groups = await removeIsolation(session, [set.id]).catch((error: unknown) => [
      `its security group (${(error as Error).message})`,
    ]);
    if (stayed.length + groups.length > 0) {
      session.tell(`not removed yet: ${[...stayed, ...groups].join(', ')}; the next verify removes them`, 'warning');
    }
  }
}

async function proveStore(
  session: BackupSession,
  adapter: StoreAdapter,
  work: { readonly request: RestoreRequest; readonly backup: StoreBackup; readonly resume: string },
): Promise<Proven> {
  const { backup, request, resume } = work;
  const start = { id: `verify/${backup.kind}/${backup.name}`, title: `${backup.name} (${backup.kind})` };
  const began = performance.now();
  return step(
    session.progress,
    start,
    async () => {
      try {
        const restored = await restoreStore(session, adapter, request, { step: start.id, resume });
        session.progress.emit({ type: 'step-progress', id: start.id, message: 'restored; asking' });
        const { checks, answeredAt } = await runAssertions(session, adapter, { request, restored, backup });
        const assertions = checks.map(
          ({ name, expected, actual, passed, noted }): ProofAssertion => ({
            ...{ store: backup.name, name, expected, actual },
            outcome: noted ? 'noted' : passed ? 'passed' : 'failed',
          }),
        );
        const outcome = checks.every(({ passed }) => passed) ? 'proven' : 'failed';
        const { name, kind } = backup;
        const counted = checks.some(({ counts }) => counts);
        return { name, kind, outcome, rtoSeconds: seconds(answeredAt - began), assertions, counted };
      } catch (error) {
        if (session.stop.aborted || (error instanceof BacklotError && [4, 69, 130].includes(error.exitCode)))
          throw error;
        return unprovable(backup, (error as Error).message, seconds(performance.now() - began));
      }
    },
    ({ outcome, rtoSeconds, assertions }) => {
      const asked = assertions.filter((each) => each.outcome !== 'noted');
      const passed = asked.filter((each) => each.outcome === 'passed').length;
      const status = outcome === 'proven' ? 'done' : 'failed';
      return { status, message: `${passed} of ${asked.length} assertions, RTO ${rtoSeconds} s` };
    },
  );
}

function unprovable({ name, kind }: StoreBackup, actual: string, rtoSeconds = 0): Proven {
  const assertion: ProofAssertion = { store: name, name: 'restored', outcome: 'failed', expected: 'available', actual };
  return { name, kind, outcome: 'failed', rtoSeconds, assertions: [assertion], counted: false };
}

/** Stores run side by side: the slowest is how long the environment takes. */
function targets(session: BackupSession, set: BackupSet, began: Date, proofs: readonly Proven[]) {
  const policy = session.environment.backup?.proof;
  const rtoSeconds = Math.max(0, ...proofs.map((each) => each.rtoSeconds));
  const rpoSeconds = seconds(Math.max(0, began.getTime() - Date.parse(takenAt(set))));
  const within = (name: string, limit: string | undefined, actual: number): ProofAssertion[] => {
    if (limit === undefined) return [];
    const outcome = actual <= Duration.parse(limit).toSeconds() ? 'passed' : 'failed';
    return [{ store: '*', name, outcome, expected: `at most ${limit}`, actual: `${actual} s` }];
  };
  const assertions = [...within('RTO', policy?.rto, rtoSeconds), ...within('RPO', policy?.rpo, rpoSeconds)];
  return { rtoSeconds, rpoSeconds, assertions };
}

/** Copies that a proof can look at; why it can't at the others is noted in it. */
function provable(session: BackupSession, set: BackupSet): readonly StoreBackup[] {
  const { environment, tell } = session;
  const copied = set.stores.filter(({ status }) => status === 'available');
  for (const store of copied) {
    const why = whyApart(session, store);
    if (why) tell(`the proof says nothing of ${store.name} (${store.kind}): ${why}`, 'warning');
  }
  const wanted = copied.filter((store) => !whyApart(session, store));
  if (wanted.length > 0) return wanted;
  throw nothing(environment, `backup set '${set.id}' has no copy that can be restored in isolation`);
}

/** The store as it is now, or as the manifest has it when it is gone. */
export async function storeOf(session: BackupSession, backup: StoreBackup) {
  const stores = await session.stores();
  const { kind, name, identifier, address } = backup;
  const living = stores.find((each) => each.kind === kind && each.identifier === identifier);
  return living ?? { kind, name, identifier, address };
}

function seconds(milliseconds: number): number {
  return Math.round(milliseconds / 100) / 10;
}
