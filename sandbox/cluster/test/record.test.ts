import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { identify } from '../../../host/process-identity.js';
import { TemporaryMachine } from '../../tools/test/temporary-machine.js';
import { clusterFolder } from '../cluster-folder.js';
import { type ClusterRecord, type ComponentRecord, ownProcess, readRecord, writeRecord } from '../cluster-record.js';
import { clusterStatus } from '../cluster-status.js';
import { limitLogs, openLog } from '../processes/log-limit.js';
import { choosePorts } from '../processes/ports.js';
import { stopComponents } from '../processes/stop-components.js';
import { resolveSettings } from '../settings.js';
import { resetCluster, stopCluster } from '../stop-cluster.js';

let machine: TemporaryMachine;
const children: ChildProcess[] = [];
beforeEach(async () => {
  machine = await TemporaryMachine.create();
  await mkdir(clusterFolder().root, { recursive: true });
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await machine.dispose();
});

/** A process whose command line names a folder. */
async function sleeper(folder: string) {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', '--', folder], { stdio: 'ignore' });
  children.push(child);
  await once(child, 'spawn');
  const identity = identify(child.pid as number);
  if (!identity) throw new Error('it died');
  const record: ComponentRecord = { process: identity, fingerprint: 'x', startedAt: '2026-11-21T04:00:00.000Z' };
  return { child, record };
}

const recordOf = async (components: Record<string, ComponentRecord> = {}): Promise<ClusterRecord> => ({
  ports: await choosePorts({}, new Set()),
  settings: await resolveSettings({}, undefined),
  components,
});

describe('the processes of a cluster', () => {
  it('are its own only with the same start and a command line that names its folder', async () => {
    const mine = await sleeper(clusterFolder().root);
    const foreign = await sleeper('/somewhere/else');
    expect(ownProcess(mine.record)).toEqual(mine.record.process);
    expect(ownProcess(foreign.record)).toBeUndefined();
    expect(ownProcess({ ...mine.record, process: { ...mine.record.process, startTime: '1' } })).toBeUndefined();
    expect(ownProcess(undefined)).toBeUndefined();
    const record = await recordOf({ kwok: mine.record, etcd: foreign.record });
    expect(await stopComponents(record, ['kwok', 'etcd', 'agent'])).toEqual(['kwok']);
    expect(identify(mine.record.process.pid)).toBeUndefined();
    expect(foreign.child.exitCode).toBeNull();
  });

  it('are forgotten by a stop, which keeps ports and settings, and gone with all else after a reset', async () => {
    const mine = await sleeper(clusterFolder().root);
    const record = await recordOf({ kwok: mine.record });
    await writeRecord(record);
    expect((await stat(clusterFolder().record)).mode & 0o777).toBe(0o600);
    expect(await stopCluster()).toBe(true);
    expect(await readRecord()).toEqual({ ...record, components: {} });
    expect(await stopCluster()).toBe(false);
    await resetCluster();
    expect(await readRecord()).toBeUndefined();
    expect(await clusterStatus()).toMatchObject({ running: false, healthy: false, components: [], rssMiB: 0 });
  });

  it('are shown as dead where they are', async () => {
    await writeRecord(
      await recordOf({ kwok: { ...(await sleeper('/')).record, process: { pid: 1, startTime: '0' } } }),
    );
    const status = await clusterStatus();
    expect(status).toMatchObject({ running: false, healthy: false, nodes: 3 });
    expect(status.components.map(({ running }) => running)).toEqual(Array(8).fill(false));
    expect(status.server).toBeUndefined();
  });
});

describe('the ports of a cluster', () => {
  it('return, except those that somebody else took meanwhile', async () => {
    const first = await choosePorts({}, new Set());
    expect(new Set(Object.values(first)).size).toBe(10);
    const thief = createServer().listen(first.apiserver, '127.0.0.1');
    await once(thief, 'listening');
    const second = await choosePorts(first, new Set());
    expect(second).toEqual({ ...first, apiserver: expect.any(Number) });
    expect(second.apiserver).not.toBe(first.apiserver);
    // One that a process of ours holds is no theft.
    expect(await choosePorts(first, new Set(['apiserver']))).toEqual(first);
    thief.close();
  });
});

describe('the settings of a cluster', () => {
  const nodes = [
    {
      name: 'x',
      instanceTypes: ['m7g.large'],
      architecture: 'arm64',
      capacity: 'spot',
      desired: 1,
      labels: {},
      taints: [],
    },
  ] as const;

  it('are those of last time unless others are asked for', async () => {
    const last = await resolveSettings({ region: 'eu-central-1', accountId: '123456789012', nodes }, undefined);
    expect(last.zones).toEqual(['eu-central-1a', 'eu-central-1b', 'eu-central-1c']);
    expect(await resolveSettings({}, last)).toEqual(last);
    expect((await resolveSettings({ region: 'us-east-1' }, last)).zones).toEqual([
      'us-east-1a',
      'us-east-1b',
      'us-east-1c',
    ]);
    const awsEndpoint = Promise.resolve('http://127.0.0.1:4566');
    expect((await resolveSettings({ awsEndpoint }, last)).awsEndpoint).toBe('http://127.0.0.1:4566');
  });
});

describe('the logs of a cluster', () => {
  it('are cut while their process writes on, and the last one is kept', async () => {
    const path = join(clusterFolder().logs, 'kwok.log');
    const { handle } = await openLog(path);
    await handle.write('much to say\n');
    await limitLogs(5);
    await handle.write('more\n');
    await handle.close();
    expect(await readFile(path, 'utf8')).toBe('more\n');
    expect(await readFile(`${path}.1`, 'utf8')).toBe('much to say\n');
  });
});
