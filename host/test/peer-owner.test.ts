import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { areOwnPeers, type End, peerOwners } from '../peer-owner.js';

const HEAD = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
const row = (local: string, remote: string, uid: number, inode: number) =>
  `   1: ${local} ${remote} 01 00000000:00000000 00:00000000 00000000 ${String(uid).padStart(5)}        0 ${inode} 1 0000000000000000 20 4 30 10 -1\n`;
const MAPPED = '0000000000000000FFFF0000';
const SERVER = { address: '127.0.0.1', port: 0x1f90 };
const peerOwner = (peer: End, here: End, among: readonly string[]) => peerOwners([{ peer, here }], among)[0];
const at = (port: number) => ({ address: '127.0.0.1', port });

let folder: string;
let tables: string[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backlot-peers-'));
  tables = [join(folder, 'tcp'), join(folder, 'tcp6')];
  const four = [
    row('0100007F:1F90', '0100007F:A001', 1000, 71),
    row('0100007F:A001', '0100007F:1F90', 1001, 72),
    row('0100007F:A002', '0100007F:1F90', 0, 0),
    row('0100007F:A003', '0100007F:1F91', 1003, 73),
  ];
  const six = [row(`${MAPPED}0100007F:A004`, `${MAPPED}0100007F:1F90`, 1004, 74)];
  await writeFile(tables[0] as string, HEAD + four.join(''));
  await writeFile(tables[1] as string, HEAD + six.join(''));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the owner of the other end of a connection', () => {
  it.each([
    ['is who holds that end, not who holds ours', 0xa001, 1001],
    ['is nobody, and not root, once it was closed', 0xa002, -1],
    ['is nobody when the row is of another connection', 0xa003, undefined],
    ['is found among IPv6 connections, where some runtimes put IPv4', 0xa004, 1004],
    ['is nobody when there is no row', 0xa005, undefined],
  ])('%s', (_title, port, uid) => {
    expect(peerOwner(at(port), SERVER, tables)).toBe(uid);
    const mapped = (end: { address: string; port: number }) => ({ ...end, address: `::ffff:${end.address}` });
    expect(peerOwner(mapped(at(port)), mapped(SERVER), tables)).toBe(uid);
  });

  it('is this user for a connection of this process', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const here = server.address() as AddressInfo;
    const client = connect(here.port, '127.0.0.1');
    const [socket] = await once(server, 'connection');
    const to = (port: number) => ({ peer: at(socket.remotePort), here: at(port) });
    expect(areOwnPeers([to(here.port), to(1), undefined])).toEqual([true, false, false]);
    client.destroy();
    server.close();
  });
});
