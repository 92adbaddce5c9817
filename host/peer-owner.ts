import { existsSync, readFileSync } from 'node:fs';
import { endianness } from 'node:os';

/** One end of a TCP connection. */
export interface End {
  /** IPv4, or IPv6 that stands for IPv4 (`::ffff:127.0.0.1`). */
  readonly address: string;
  readonly port: number;
}

/** Tables of connections, for IPv4 and for IPv6, in which IPv4 clients of some runtimes stand (Java). */
export const CONNECTION_TABLES = ['/proc/net/tcp', '/proc/net/tcp6'] as const;

const NOBODY = -1;

/** Whether the system tells who connects: Linux does. */
export function tellsPeerOwners(): boolean {
  return existsSync(CONNECTION_TABLES[0]);
}

/** A connection, seen from its accepting end. */
export interface Connection {
  readonly peer: End;
  readonly here: End;
}

/** Of each connection, whether a process of this user holds the other end; not to be found is no. */
export function areOwnPeers(connections: readonly (Connection | undefined)[]): boolean[] {
  const owners = peerOwners(connections);
  // A table that changes while it is read may leave a row out.
  const missing = connections.map((each, index) => (owners[index] === undefined ? each : undefined));
  const again = missing.some(Boolean) ? peerOwners(missing) : [];
  return connections.map((_, index) => (owners[index] ?? again[index]) === process.geteuid?.());
}

/**
 * Of each connection, the uid of the process that holds the other end; -1 when it was held and is no more, undefined when
 * there is no such connection.
 *
 * Source: proc_pid_net(5), https://docs.kernel.org/networking/proc_net_tcp.html
 */
export function peerOwners(
  connections: readonly (Connection | undefined)[],
  tables: readonly string[] = CONNECTION_TABLES,
): (number | undefined)[] {
  const texts = tables.map((table) => (existsSync(table) ? readFileSync(table, 'latin1') : ''));
  return connections.map((connection) => connection && ownerIn(texts, connection));
}

function ownerIn(texts: readonly string[], { peer, here }: Connection): number | undefined {
  for (const [index, text] of texts.entries()) {
    const at = text.indexOf(` ${[peer, here].map((end) => hexadecimal(end, index === 1)).join(' ')} `);
    if (at < 0) continue;
    const row = text.slice(at, text.indexOf('\n', at));
    const [, , , , , , uid, , inode] = row.trim().split(/\s+/);
    // Without an inode nobody holds it any more, and the uid is 0 whoever did.
    return inode === '0' ? NOBODY : Number(uid);
  }
  return undefined;
}

/** `0100007F:1F90`: the words of the address in the order of the machine. */
function hexadecimal({ address, port }: End, six: boolean): string {
  const bytes = Buffer.from(
    address
      .replace(/^::ffff:/i, '')
      .split('.')
      .map(Number),
  );
  const words = six ? [Buffer.alloc(4), Buffer.alloc(4), Buffer.from([0, 0, 0xff, 0xff]), bytes] : [bytes];
  const text = words.map((word) => (endianness() === 'LE' ? Buffer.from(word).reverse() : word).toString('hex'));
  return `${text.join('')}:${port.toString(16).padStart(4, '0')}`.toUpperCase();
}
