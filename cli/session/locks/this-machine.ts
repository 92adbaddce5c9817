import { readFileSync, readlinkSync } from 'node:fs';
import { identify, isAlive, type ProcessIdentity } from '../../../host/process-identity.js';

/** A process that other processes of the same machine can look at. */
export interface LocalProcess extends ProcessIdentity {
  /** The same for all that see the same processes: this boot of the machine and its namespace of process numbers. */
  readonly machine: string;
}

/** This process; undefined where the system tells too little to prove later that it has died. */
export function thisProcess(): LocalProcess | undefined {
  const machine = thisMachine();
  const identity = identify(process.pid);
  return machine !== undefined && identity ? { ...identity, machine } : undefined;
}

/** Whether a process of this very machine has ended; false for what cannot be looked at from here. */
export function hasDied(recorded: LocalProcess | undefined): boolean {
  return recorded !== undefined && recorded.machine === thisMachine() && !isAlive(recorded);
}

/** Containers of one machine share its boot, and perhaps its name, but not their process numbers. Linux only: proc(5). */
function thisMachine(): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return undefined;
  }
}
