import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** A port that a process of a sandbox listens on. */
export interface ListeningPort {
  readonly port: number;
  /** As in `/proc/net/tcp`: `0100007F` is 127.0.0.1. */
  readonly address: string;
  readonly command: string;
}

/**
 * All that is listened on by processes whose command line or environment names `root`, and by their descendants: also
 * what nobody thought of (proc(5)).
 */
export function listeningPorts(root: string): ListeningPort[] {
  const owners = new Map(sandboxProcesses(root).flatMap((pid) => socketsOf(pid).map((inode) => [inode, pid] as const)));
  return ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) =>
    readFileSync(table, 'latin1')
      .split('\n')
      .flatMap((line) => {
        const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/);
        const pid = owners.get(inode);
        if (state !== '0A' || pid === undefined) return [];
        const [address = '', port = ''] = local.split(':');
        return [{ port: Number.parseInt(port, 16), address, command: textOf(`/proc/${pid}/comm`).trim() }];
      }),
  );
}

function sandboxProcesses(root: string): number[] {
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger);
  const found = new Set(
    pids.filter((pid) => ['cmdline', 'environ'].some((name) => textOf(`/proc/${pid}/${name}`).includes(root))),
  );
  found.delete(process.pid);
  const parents = new Map(pids.map((pid) => [pid, Number(/^PPid:\s+(\d+)/m.exec(textOf(`/proc/${pid}/status`))?.[1])]));
  for (let before = 0; before !== found.size; ) {
    before = found.size;
    for (const [pid, parent] of parents) if (found.has(parent)) found.add(pid);
  }
  return [...found];
}

function socketsOf(pid: number): string[] {
  const names = attempt(() => readdirSync(`/proc/${pid}/fd`)) ?? [];
  return names.flatMap(
    (name) => /^socket:\[(\d+)\]$/.exec(attempt(() => readlinkSync(`/proc/${pid}/fd/${name}`)) ?? '')?.[1] ?? [],
  );
}

function textOf(path: string): string {
  return attempt(() => readFileSync(path, 'latin1')) ?? '';
}

/** Processes and their files come and go. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
