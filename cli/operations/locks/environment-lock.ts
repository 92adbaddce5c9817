import { randomUUID } from 'node:crypto';
import { hostname, userInfo } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { ConditionalObjects, StateKey, StoredObject } from '../../adapters/aws/index.js';
import { isHeld, type LockHolder, type LockRecord, parseLockRecord } from './lock-record.js';
import { thisProcess } from './this-machine.js';

/** How an environment is locked. */
export interface EnvironmentLockOptions {
  readonly objects: ConditionalObjects;
  /** Where the lock's object is. */
  readonly location: StateKey;
  readonly environment: string;
  /** `deploy`: what the holder is doing. */
  readonly operation: string;
  /** Seconds without a sign of life after which a holder counts as dead. @default 30 */
  readonly leaseSeconds?: number;
  /** How long to wait for somebody else to finish. @default 0: fail at once */
  readonly waitMs?: number;
  /** Told what is noteworthy, such as a dead holder. */
  readonly tell?: (message: string) => void;
}

/** The lock while it is held. */
export interface HeldLock {
  readonly token: number;
  readonly holder: LockHolder;
  /** Aborted when the lock is lost: somebody took it while no sign of life got through. */
  readonly lost: AbortSignal;
}

/**
 * Runs `work` while nobody else, on any machine, changes the environment. A holder shows signs of life all the time; one
 * that hasn't for the length of its lease is dead, and the lock passes on with a greater token. A living one never loses it.
 *
 * @throws BacklotError `EnvironmentLocked` (exit code 1) naming the holder.
 */
export async function withEnvironmentLock<T>(
  options: EnvironmentLockOptions,
  work: (lock: HeldLock) => Promise<T>,
): Promise<T> {
  const taken = await take(options);
  const lost = new AbortController();
  const beating = new AbortController();
  const beats = heartbeat(options, taken, beating.signal, () => lost.abort());
  try {
    return await work({ token: taken.record.token, holder: taken.holder, lost: lost.signal });
  } finally {
    beating.abort();
    const etag = await beats;
    if (etag) await letGo(options, taken.record, etag);
  }
}

interface Taken {
  readonly record: LockRecord;
  readonly holder: LockHolder;
  readonly etag: string;
}

async function take(options: EnvironmentLockOptions): Promise<Taken> {
  const { objects, location, leaseSeconds = 30, waitMs = 0 } = options;
  const deadline = performance.now() + waitMs;
  let told = false;
  for (;;) {
    const found = await objects.read(location);
    const current = found && parseLockRecord(found.body);
    if (found && current?.holder && isHeld(current, found.ageSeconds)) {
      if (performance.now() >= deadline) throw locked(options, current.holder, found, current.leaseSeconds);
      if (!told) options.tell?.(`waiting for ${describe(current.holder)}`);
      told = true;
      await delay(Math.min(1_000, Math.max(50, deadline - performance.now())));
      continue;
    }
    const holder = me(options.operation);
    const record: LockRecord = { token: (current?.token ?? 0) + 1, leaseSeconds, holder, beat: 0 };
    const etag = await objects.put(location, JSON.stringify(record), found ? { etag: found.etag } : 'absent');
    if (etag === undefined) continue;
    if (current?.holder && found) {
      const why =
        found.ageSeconds > current.leaseSeconds
          ? `has shown no sign of life for ${Math.round(found.ageSeconds)} s`
          : 'has died';
      options.tell?.(`${describe(current.holder)} ${why}: its lock has ended`);
    }
    return { record, holder, etag };
  }
}

/** Writes a sign of life every third of the lease until it is told to end. @returns the last etag; none when it was lost */
async function heartbeat(
  { objects, location }: EnvironmentLockOptions,
  { record, etag: first }: Taken,
  ended: AbortSignal,
  onLost: () => void,
): Promise<string | undefined> {
  const every = (record.leaseSeconds * 1_000) / 3;
  let etag = first;
  let last = performance.now();
  for (let beat = 1; !ended.aborted; beat++) {
    await delay(every, undefined, { signal: ended, ref: false }).catch(() => undefined); // the end of the work
    if (ended.aborted) break;
    try {
      const next =
        (await objects.put(location, JSON.stringify({ ...record, beat }), { etag })) ??
        (await ours(objects, location, record));
      if (next === undefined) {
        onLost();
        return undefined;
      }
      etag = next;
      last = performance.now();
    } catch {
      // The store doesn't answer: within the lease the lock is still ours, after it nobody can tell.
      if (performance.now() - last > record.leaseSeconds * 1_000) {
        onLost();
        return undefined;
      }
    }
  }
  return etag;
}

/** A write whose answer got lost has happened all the same: the object then still names this holder. */
async function ours(
  objects: ConditionalObjects,
  location: StateKey,
  { holder }: LockRecord,
): Promise<string | undefined> {
  const found = await objects.read(location);
  return found && parseLockRecord(found.body)?.holder?.id === holder?.id ? found.etag : undefined;
}

async function letGo({ objects, location, tell }: EnvironmentLockOptions, record: LockRecord, etag: string) {
  const { holder: _, ...free } = record;
  await objects.put(location, JSON.stringify(free), { etag }).catch((error: unknown) => {
    // A destroy takes the bucket with all that is in it, last of all.
    if ((error as Error).name === 'NoSuchBucket') return;
    tell?.(`the lock could not be let go (${(error as Error).message}); it ends by itself in ${record.leaseSeconds} s`);
  });
}

function me(operation: string): LockHolder {
  const who = `${userInfo().username}@${hostname()}`;
  const since = new Date().toISOString();
  return { id: randomUUID(), who, pid: process.pid, process: thisProcess(), operation, since };
}

function describe({ operation, pid, since, who }: LockHolder): string {
  return `${operation} of ${who} (process ${pid}, since ${since})`;
}

function locked(
  { environment, operation }: EnvironmentLockOptions,
  holder: LockHolder,
  { ageSeconds }: StoredObject,
  leaseSeconds: number,
): BacklotError {
  return new BacklotError({
    code: 'EnvironmentLocked',
    message: `'${environment}' is being changed by ${describe(holder)}; its last sign of life is ${Math.round(ageSeconds)} s old`,
    actions: [
      `wait, then repeat: backlot ${operation} ${environment}`,
      `or wait for it: backlot ${operation} ${environment} --lock-timeout 10m`,
      `if that process is dead, its lock ends by itself ${leaseSeconds} s after its last sign of life`,
    ],
    details: { holder, leaseSeconds, ageSeconds },
  });
}
