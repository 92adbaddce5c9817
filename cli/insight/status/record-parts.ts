import type { Environment } from '../../../environments/model/index.js';
import { Duration } from '../../../modules/values/duration.js';
import { stateBucket } from '../../../stacks/state-location.js';
import type { ConditionalObjects } from '../../adapters/aws/index.js';
import { actorText } from '../../kernel/actor.js';
import { lockLocation } from '../../session/locks/lock-location.js';
import { isHeld, parseLockRecord } from '../../session/locks/lock-record.js';
import type { DriftState, LastRelease, LockState, ProofState, UnfinishedStep } from './status-result.js';

/** The newest release. */
export async function lastRelease(
  environment: Environment,
  objects: ConditionalObjects,
): Promise<LastRelease | undefined> {
  const { Ledger } = await import('../../delivery/releases/ledger.js');
  const ledger = new Ledger(objects, stateBucket(environment), environment.id);
  const newest = await ledger.newest();
  if (!newest) return undefined;
  const { number, operation, outcome, actor, startedAt } = newest.record;
  return { number, operation, outcome, who: actorText(actor), at: startedAt };
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
  objects: ConditionalObjects,
): Promise<ProofState | undefined> {
  const { newestProof } = await import('../../delivery/releases/newest-proof.js');
  const found = await newestProof(environment, { objects });
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
