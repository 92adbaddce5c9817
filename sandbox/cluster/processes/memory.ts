import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Memory that a process holds, in MiB; 0 when there is no such process. */
export function residentMiB(pid: number): number {
  try {
    const kibibytes =
      process.platform === 'linux'
        ? Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)
        : Number(execFileSync('ps', ['-p', String(pid), '-o', 'rss='], { encoding: 'utf8' }).trim());
    return Math.round(kibibytes / 1_024);
  } catch {
    return 0;
  }
}
