import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/**
 * Memory of a server, its own process and those of its connections and workers. They share most of it: on Linux each
 * page is counted once (`Pss` of proc(5)); elsewhere shared pages count for each process.
 */
export async function memoryMiB(pid: number): Promise<number> {
  const kibibytes = process.platform === 'linux' ? await ofProc(pid) : await ofPs(pid);
  return Math.round(kibibytes / 1024);
}

async function ofProc(pid: number): Promise<number> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const family = await Promise.all(
    pids.map(async (each) => {
      if (Number(each) !== pid && (await parentOf(each)) !== pid) return 0;
      const text = await read(`/proc/${each}/smaps_rollup`);
      const resident = text === '' ? await read(`/proc/${each}/status`) : text;
      return Number(/^(?:Pss|VmRSS):\s+(\d+)/m.exec(resident)?.[1] ?? 0);
    }),
  );
  return family.reduce((sum, each) => sum + each, 0);
}

/** Field 4 of `/proc/<pid>/stat` (proc(5)); counted after the last `)` because the name may hold spaces. */
async function parentOf(pid: string): Promise<number> {
  const stat = await read(`/proc/${pid}/stat`);
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}

/** Nothing of a process that has ended. */
async function read(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}

async function ofPs(pid: number): Promise<number> {
  const { stdout } = await promisify(execFile)('ps', ['-axo', 'pid=,ppid=,rss=']);
  return stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter(([own, parent]) => own === pid || parent === pid)
    .reduce((sum, [, , resident = 0]) => sum + resident, 0);
}
