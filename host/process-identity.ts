import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** What tells one process from a later one that was given the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, in the system's own terms: clock ticks since boot (Linux) or a date (macOS). Only compared. */
  readonly startTime: string;
}

/** The identity of a living process; undefined when there is none of that number, or only its unreaped remains. */
export function identify(pid: number): ProcessIdentity | undefined {
  const startTime = process.platform === 'linux' ? startTimeOfProc(pid) : startTimeOfPs(pid);
  return startTime === undefined ? undefined : { pid, startTime };
}

/** Whether the very process that was recorded is alive. */
export function isAlive(recorded: ProcessIdentity): boolean {
  return identify(recorded.pid)?.startTime === recorded.startTime;
}

/** The command line of a living process, its arguments joined by spaces; empty when it cannot be read. */
export function commandLine(pid: number): string {
  try {
    return process.platform === 'linux'
      ? readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').trim()
      : ps(pid, 'command=');
  } catch {
    return '';
  }
}

/** Field 22 of `/proc/<pid>/stat` (proc(5)); counted after the last `)` because the name may hold spaces. */
function startTimeOfProc(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

function startTimeOfPs(pid: number): string | undefined {
  try {
    return ps(pid, 'lstart=') || undefined;
  } catch {
    return undefined;
  }
}

function ps(pid: number, column: string): string {
  return execFileSync('ps', ['-p', String(pid), '-o', column], {
    encoding: 'utf8',
    // A date reads the same wherever it is asked for.
    env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
}
