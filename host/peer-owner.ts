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

/** Whether a process of this user holds the other end of a connection to `here`; not to be found is no. */
export function isOwnPeer(peer: End, here: End): boolean {
  // A table that changes while it is read may leave a row out.
  return (peerOwner(peer, here) ?? peerOwner(peer, here)) === process.geteuid?.();
}

/**
 * Uid of the process that holds the end `peer` of the connection to `here`; -1 when it was held and is no more, undefined
 * when there is no such connection.
 *
 * Source: proc_pid_net(5), https://docs.kernel.org/networking/proc_net_tcp.html
 */
export function peerOwner(peer: End, here: End, tables: readonly string[] = CONNECTION_TABLES): number | undefined {
  for (const [index, table] of tables.entries()) {
    const ends = [peer, here].map((end) => hexadecimal(end, index === 1));
    for (const line of existsSync(table) ? readFileSync(table, 'latin1').split('\n') : []) {
      if (!line.includes(` ${ends.join(' ')} `)) continue;
      const [, , , , , , , uid, , inode] = line.trim().split(/\s+/);
      // Without an inode nobody holds it any more, and the uid is 0 whoever did.
      return inode === '0' ? NOBODY : Number(uid);
    }
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
