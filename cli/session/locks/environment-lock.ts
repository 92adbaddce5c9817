import { setTimeout as delay } from 'node:timers/promises';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { ConditionalObjects, StateKey } from '../../adapters/aws/index.js';
import { commandLine } from '../../kernel/command-line.js';
import { describeHolder, environmentLocked, lockLost, thisHolder } from './lock-holder.js';
import { isHeld, type LockHolder, type LockRecord, parseLockRecord } from './lock-record.js';
import { patiently, within } from './patience.js';
import { hasDied } from './this-machine.js';

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
  /** Ends the waiting for somebody else. @default nothing does */
  readonly signal?: AbortSignal;
  /** Told what is noteworthy, such as a dead holder. */
  readonly tell?: (message: string) => void;
}

/** The lock while it is held. */
export interface HeldLock {
  readonly token: number;
  readonly holder: LockHolder;
  /** Aborted when the lock is lost: somebody took it, or its store is silent, which {@link storeSilence} tells apart. */
  readonly lost: AbortSignal;
  /** Whoever held it before and never let it go. @default it was free */
  readonly predecessor?: Predecessor;
  /**
   * Asks the store, before something new is started: a process that was stopped for longer than its lease cannot know by
   * itself that it has lost the lock.
   *
   * @throws BacklotError `LockLost` when it is somebody else's by now.
   */
  assertHeld(): Promise<void>;
}

/** Why a lock counts as lost although nobody was seen to take it: its store didn't answer for the length of the lease. */
export class StoreSilence extends Error {
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** The silence of the store that lost a lock. @default none: the lock is held, or somebody else's */
export function storeSilence({ reason }: AbortSignal): StoreSilence | undefined {
  return reason instanceof StoreSilence ? reason : undefined;
}

/** A holder that died. */
export interface Predecessor {
  readonly holder: LockHolder;
  /** Seconds since its last sign of life. */
  readonly silentSeconds: number;
}

/**
 * Runs `work` while nobody else, on any machine, changes the environment. A holder shows signs of life all the time; one
 * that hasn't for the length of its lease is dead, and the lock passes on with a greater token. A living one never loses it.
 *
 * @throws BacklotError `EnvironmentLocked` (exit code 1) naming the holder, `LockStoreSilent`.
 */
export async function withEnvironmentLock<T>(
  options: EnvironmentLockOptions,
  work: (lock: HeldLock) => Promise<T>,
): Promise<T> {
  const taken = await take(options);
  const lost = new AbortController();
  const beating = new AbortController();
  const beats = heartbeat(options, taken, beating.signal, (silence) => lost.abort(silence));
  try {
    return await work({
      token: taken.record.token,
      holder: taken.holder,
      lost: lost.signal,
      predecessor: taken.predecessor,
      assertHeld: () => assertHeld(options, taken, lost),
    });
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
  readonly predecessor?: Predecessor;
}

async function take(options: EnvironmentLockOptions): Promise<Taken> {
  const { objects, location, environment, leaseSeconds = 30, waitMs = 0 } = options;
  const holder = thisHolder(options.operation);
  const deadline = performance.now() + waitMs;
  let told = false;
  for (;;) {
    const found = await patiently(environment, () => objects.read(location));
    const current = found && parseLockRecord(found.body);
    if (found && current?.holder && isHeld(current, found.ageSeconds)) {
      const { holder } = current;
      if (performance.now() >= deadline) throw environmentLocked({ ...options, ...current, ...found, holder });
      if (!told) options.tell?.(`waiting for ${describeHolder(holder)}`);
      told = true;
      const pause = Math.min(1_000, Math.max(50, deadline - performance.now()));
      await delay(pause, undefined, { signal: options.signal }).catch(() => undefined); // told to stop: seen below
      if (options.signal?.aborted) throw notWaited(environment, holder);
      continue;
    }
    const record: LockRecord = { token: (current?.token ?? 0) + 1, leaseSeconds, holder, beat: 0 };
    const condition = found ? { etag: found.etag } : ('absent' as const);
    const etag = await patiently(environment, () => objects.put(location, JSON.stringify(record), condition));
    // Refused: somebody was faster, or it was this very request, whose first answer got lost.
    const mine = etag ?? (await patiently(environment, () => ours(objects, location, record)));
    if (mine === undefined) continue;
    let predecessor: Predecessor | undefined;
    if (current?.holder && found) {
      predecessor = { holder: current.holder, silentSeconds: Math.round(found.ageSeconds) };
      const why =
        hasDied(current.holder.process) || found.ageSeconds <= current.leaseSeconds
          ? 'has died'
          : `has shown no sign of life for ${Math.round(found.ageSeconds)} s`;
      options.tell?.(`${describeHolder(current.holder)} ${why}: its lock has ended`);
    }
    return { record, holder, etag: mine, ...(predecessor ? { predecessor } : {}) };
  }
}

/** A person who no longer waits has changed nothing. */
function notWaited(environment: string, holder: LockHolder): BacklotError {
  return new BacklotError({
    code: 'Interrupted',
    message: `no longer waiting for ${describeHolder(holder)}; nothing was changed in '${environment}'`,
    exitCode: 130,
    actions: [commandLine(`backlot locks list ${environment}`)],
  });
}

/** Writes a sign of life every third of the lease until it is told to end. @returns the last etag; none when it was lost */
async function heartbeat(
  { objects, location }: EnvironmentLockOptions,
  { record, etag: first }: Taken,
  ended: AbortSignal,
  onLost: (silence?: StoreSilence) => void,
): Promise<string | undefined> {
  const every = (record.leaseSeconds * 1_000) / 3;
  let etag = first;
  let last = performance.now();
  for (let beat = 1; !ended.aborted; beat++) {
    await delay(every, undefined, { signal: ended, ref: false }).catch(() => undefined); // the end of the work
    if (ended.aborted) break;
    try {
      const next =
        (await within(every, objects.put(location, JSON.stringify({ ...record, beat }), { etag }))) ??
        (await within(every, ours(objects, location, record)));
      if (next === undefined) {
        onLost();
        return undefined;
      }
      etag = next;
      last = performance.now();
    } catch (error) {
      // The store doesn't answer: within the lease the lock is still ours, after it nobody can tell.
      if (performance.now() - last > record.leaseSeconds * 1_000) {
        onLost(new StoreSilence(error));
        return undefined;
      }
    }
  }
  return etag;
}

async function assertHeld(
  { objects, location, environment }: EnvironmentLockOptions,
  { holder }: Taken,
  lost: AbortController,
): Promise<void> {
  const found = lost.signal.aborted ? undefined : await patiently(environment, () => objects.read(location));
  const now = found && parseLockRecord(found.body);
  if (!lost.signal.aborted && now?.holder?.id === holder.id) return;
  lost.abort();
  throw lockLost(environment, now?.holder);
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
