import type { Environment } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { ConditionalObjects, StateKey } from '../../adapters/aws/index.js';
import { journalPrefix, parseJournal } from '../../session/journal/journal-record.js';
import { lockLocation } from '../../session/locks/lock-location.js';
import { isHeld, type LockHolder, parseLockRecord } from '../../session/locks/lock-record.js';
import type { OperationOptions } from '../../session/open/operation-options.js';
import type { SessionWith } from '../../session/open/session.js';
import { withSession } from '../../session/open/with-session.js';

/** A lock that somebody holds, or held when it died. */
export interface LockInfo {
  /** `environment`, or the name of a stack for Terraform's own lock of its state. */
  readonly subject: string;
  readonly id: string;
  /** `user@host` */
  readonly who: string;
  readonly operation: string;
  /** ISO 8601. */
  readonly since: string;
  /** Of an environment's lock: seconds since the holder's last sign of life. @default Terraform's locks show none */
  readonly ageSeconds?: number;
  /** Of an environment's lock: whether the holder may be alive. @default nobody can tell */
  readonly alive?: boolean;
  /** Of an environment's lock: what the holder is in the middle of, or was when it died. @default nothing is known */
  readonly doing?: readonly string[];
}

/** What the taking away of a lock can be told. */
export interface ReleaseLockOptions extends OperationOptions {
  /** Asked before it is taken away, once it is known to be there and nobody's who lives. @default nobody is asked */
  readonly approve?: (lock: LockInfo) => Promise<boolean>;
}

/** Who holds which lock of an environment: its own first, then those of states. */
export async function listLocks(environment: Environment, options: OperationOptions = {}): Promise<LockInfo[]> {
  return withSession(environment, { ...options, needs: ['stacks'] }, (reading) => locksOf(environment, reading));
}

/**
 * Takes away the lock of somebody who is dead. Terraform's locks show no signs of life: they are taken only when they are
 * named by their id and nobody alive holds the environment.
 *
 * @throws BacklotError `UnknownLock` (exit code 3), `LockAlive`, `Declined`.
 */
export async function releaseLock(
  environment: Environment,
  id: string,
  options: ReleaseLockOptions = {},
): Promise<LockInfo> {
  return withSession(environment, { ...options, needs: ['stacks'] }, async (reading) => {
    const locks = await locksOf(environment, reading);
    const lock = locks.find((each) => each.id === id);
    if (!lock) throw unknown(environment.id, id, locks);
    const alive = locks.find((each) => each.alive);
    if (alive) throw stillAlive(environment.id, alive);
    if (options.approve && !(await options.approve(lock))) {
      throw new BacklotError({ code: 'Declined', message: 'cancelled; nothing was changed' });
    }
    const stack = reading.stacks.find((each) => each.id === lock.subject);
    if (stack) await reading.cloud.states.releaseLock(stack.state, id);
    else await free(reading.cloud.objects, lockLocation(environment), id);
    return lock;
  });
}

async function locksOf(environment: Environment, { cloud, stacks }: SessionWith<'stacks'>): Promise<LockInfo[]> {
  const found = await cloud.objects.read(lockLocation(environment));
  const record = found && parseLockRecord(found.body);
  const doing = record?.holder ? await openIntents(environment, cloud.objects, record.holder) : [];
  const own = record?.holder && {
    subject: 'environment',
    id: record.holder.id,
    who: record.holder.who,
    operation: record.holder.operation,
    since: record.holder.since,
    ageSeconds: Math.round(found?.ageSeconds ?? 0),
    alive: isHeld(record, found?.ageSeconds ?? 0),
    ...(doing.length > 0 ? { doing } : {}),
  };
  const states = await Promise.all(
    stacks.map(async ({ id, state }) => {
      const lock = await cloud.states.lock(state);
      return lock ? [{ subject: id, ...lock }] : [];
    }),
  );
  return [...(own ? [own] : []), ...states.flat()];
}

/** Keeps the token: whoever comes next gets a greater one. */
async function free(objects: ConditionalObjects, location: StateKey, id: string): Promise<void> {
  const found = await objects.read(location);
  const record = found && parseLockRecord(found.body);
  if (!found || record?.holder?.id !== id) return;
  const { holder: _, ...rest } = record;
  await objects.put(location, JSON.stringify(rest), { etag: found.etag });
}

function unknown(environment: string, id: string, locks: readonly LockInfo[]): BacklotError {
  const known = locks.map((lock) => `${lock.id} (${lock.subject})`).join(', ');
  return new BacklotError({
    code: 'UnknownLock',
    message: `'${environment}' has no lock '${id}'; ${known ? `held are ${known}` : 'nobody holds any'}`,
    exitCode: 3,
    actions: [`backlot locks list ${environment}`],
  });
}

function stillAlive(environment: string, { operation, who, since, ageSeconds }: LockInfo): BacklotError {
  return new BacklotError({
    code: 'LockAlive',
    message: `${operation} of ${who} (since ${since}) showed a sign of life ${ageSeconds} s ago: a lock of somebody alive is never taken`,
    hints: ['wait until it ends'],
    actions: [`backlot locks list ${environment}`],
  });
}

/** What the run of a holder is in the middle of, or was when it died: one line each. */
async function openIntents(
  environment: Environment,
  objects: ConditionalObjects,
  holder: LockHolder,
): Promise<readonly string[]> {
  const { bucket, key: prefix } = journalPrefix(environment);
  const newest = (await objects.keys(bucket, prefix)).at(-1);
  const found = newest === undefined ? undefined : await objects.read({ bucket, key: newest });
  const record = found && parseJournal(found.body);
  if (record?.holder.id !== holder.id) return [];
  return record.steps.filter(({ outcome }) => outcome === undefined).map(({ intent }) => intent);
}
