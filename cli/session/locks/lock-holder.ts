import { randomUUID } from 'node:crypto';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { actor } from '../../kernel/actor.js';
import { commandLine, withFlag } from '../../kernel/command-line.js';
import type { LockHolder } from './lock-record.js';
import { thisProcess } from './this-machine.js';

/** This process as a holder of locks. */
export function thisHolder(operation: string): LockHolder {
  const who = actor();
  const since = new Date().toISOString();
  return { id: randomUUID(), who, pid: process.pid, process: thisProcess(), operation, since };
}

/** `deploy of ann@laptop (process 4711, since 2026-11-21T03:04:05Z)` */
export function describeHolder({ operation, pid, since, who }: LockHolder): string {
  return `${operation} of ${who} (process ${pid}, since ${since})`;
}

/** What a command exits with that somebody else's lock kept from starting: EX_TEMPFAIL of sysexits.h, "try again later". */
export const LOCKED = 75;

/** What is known of a lock that somebody else holds. */
export interface HeldByOther {
  readonly environment: string;
  /** What could not start. */
  readonly operation: string;
  readonly holder: LockHolder;
  readonly leaseSeconds: number;
  /** Seconds since the last sign of life. @default it is a process of this machine, and alive */
  readonly ageSeconds?: number;
}

/** Commands of operations that are called otherwise. */
const COMMANDS: Readonly<Record<string, string>> = {
  images: 'images promote',
  restore: 'backups restore',
  rotate: 'secrets rotate',
  upgrade: 'cluster upgrade',
};

/** The error of an environment that somebody else changes: it repeats the command with the user's own arguments. */
export function environmentLocked({ environment, holder, leaseSeconds, ageSeconds, operation }: HeldByOther) {
  const command = commandLine(`backlot ${COMMANDS[operation] ?? operation} ${environment}`);
  const life =
    ageSeconds === undefined ? 'on this machine' : `its last sign of life is ${Math.round(ageSeconds)} s old`;
  return new BacklotError({
    code: 'EnvironmentLocked',
    message: `'${environment}' is being changed by ${describeHolder(holder)}; ${life}`,
    hints: [`if that process is dead, its lock ends by itself ${leaseSeconds} s after its last sign of life`],
    actions: [withFlag(command, 'lock-timeout', '10m'), `backlot locks list ${environment}`],
    exitCode: LOCKED,
    details: { holder, leaseSeconds, ...(ageSeconds === undefined ? {} : { ageSeconds }) },
  });
}

/** The error of a run whose lock passed on to somebody else. */
export function lockLost(environment: string, now: LockHolder | undefined): BacklotError {
  const by = now ? `${describeHolder(now)} holds it now` : 'nobody can tell who holds it now';
  return new BacklotError({
    code: 'LockLost',
    message: `the lock of '${environment}' was lost, ${by}: nothing new is started`,
    actions: [`backlot locks list ${environment}`, `backlot plan ${environment}`],
    ...(now ? { details: { holder: now } } : {}),
  });
}
