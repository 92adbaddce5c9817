import type { Environment } from '../../../environments/model/index.js';
import { Duration } from '../../../modules/values/duration.js';
import type { ConditionalObjects } from '../../adapters/aws/index.js';
import type { LedgerCloud } from '../../delivery/releases/with-ledger.js';
import { actorText } from '../../kernel/actor.js';
import { lockLocation } from '../../session/locks/lock-location.js';
import { isHeld, parseLockRecord } from '../../session/locks/lock-record.js';
import type { DriftState, LastRelease, LockState, ProofState, UnfinishedStep } from './status-result.js';

/** The newest release that verifies, and what is wrong with how the ledger ends. */
export async function lastRelease(environment: Environment, cloud: LedgerCloud): Promise<LastRelease | undefined> {
  const { openLedger } = await import('../../delivery/releases/with-ledger.js');
  const { forgedLedger } = await import('../../delivery/releases/ledger-errors.js');
  const ledger = openLedger(environment, cloud);
  const fault = await ledger.doubt();
  for await (const { record } of ledger.newestFirst()) {
    const { number, operation, outcome, actor, startedAt } = record;
    const doubt = fault ? { doubt: `release ${fault.number}: ${fault.reason}` } : {};
    return { number, operation, outcome, who: actorText(actor), at: startedAt, ...doubt };
  }
  if (fault) throw forgedLedger(environment.id, fault);
  return undefined;
}

/** Who holds the lock of the environment. */
export async function lockHolder(
  environment: Environment,
  objects: ConditionalObjects,
): Promise<LockState | undefined> {
  const found = await objects.read(lockLocation(environment));
  const record = found && parseLockRecord(found.body);
  if (!found || !record?.holder) return undefined;
  const { operation, since, who } = record.holder;
  return {
    operation,
    who,
    since,
    ageSeconds: Math.round(found.ageSeconds),
    alive: isHeld(record, found.ageSeconds),
  };
}

/** What killed runs left open. */
export async function unfinishedSteps(
  environment: Environment,
  objects: ConditionalObjects,
): Promise<readonly UnfinishedStep[]> {
  const { readUnsettled } = await import('../../session/journal/unsettled.js');
  const { steps } = await readUnsettled(environment, objects);
  return steps.map(({ step, intent, began, holder }) => ({ step, intent, began, who: holder.who }));
}

/** The newest proof of a backup, held against the environment's policy. */
export async function proofState(
  environment: Environment,
  { objects, signing }: LedgerCloud,
): Promise<ProofState | undefined> {
  const { newestProof } = await import('../../delivery/releases/newest-proof.js');
  const found = await newestProof(environment, { objects, signing });
  if (!found) return undefined;
  const maxAge = environment.backup?.proof?.maxAge;
  const { at, outcome, set } = found.proof;
  const old = maxAge !== undefined && found.ageSeconds > Duration.parse(maxAge).toSeconds();
  const stale = maxAge !== undefined && (old || outcome !== 'proven');
  return { set, outcome, at, ageSeconds: Math.round(found.ageSeconds), ...(maxAge ? { maxAge } : {}), stale };
}

/** When drift was looked for last, and what was found. */
export async function driftState(
  environment: Environment,
  objects: ConditionalObjects,
): Promise<DriftState | undefined> {
  const { latestDrift } = await import('../drift/drift-record.js');
  const record = await latestDrift(objects, environment);
  if (!record) return undefined;
  const ageSeconds = Math.max(0, Math.round((Date.now() - Date.parse(record.at)) / 1_000));
  const { code, outside, noise, additions } = record.totals;
  return { at: record.at, ageSeconds, code, outside, noise, additions };
}
