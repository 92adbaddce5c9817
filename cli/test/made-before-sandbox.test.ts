import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { environmentSchema } from '../../environments/model/index.js';
import { emulatorFolder } from '../../sandbox/aws/emulator/emulator-folder.js';
import { readRecord as readEmulator } from '../../sandbox/aws/emulator/emulator-record.js';
import { emulatorStatus, ensureEmulator, stopEmulator } from '../../sandbox/aws/emulator/index.js';
import { clusterFolder } from '../../sandbox/cluster/cluster-folder.js';
import { PORTS, type PortName, readRecord as readCluster } from '../../sandbox/cluster/cluster-record.js';
import { clusterStatus } from '../../sandbox/cluster/cluster-status.js';
import { choosePorts } from '../../sandbox/cluster/processes/ports.js';
import { resolveSettings } from '../../sandbox/cluster/settings.js';
import { stopCluster } from '../../sandbox/cluster/stop-cluster.js';
import { TemporaryMachine } from '../../sandbox/tools/test/temporary-machine.js';
import { stateBucket } from '../../stacks/state-location.js';
import { ArchiveStore } from '../delivery/releases/archive-store.js';
import { diffReleases, listReleases, showRelease, verifyReleases } from '../delivery/releases/index.js';
import { withLedger } from '../delivery/releases/with-ledger.js';
import { loadArchive, restoreStacks } from '../delivery/rollback/restore-archive.js';
import { readUnsettled } from '../session/journal/index.js';
import { environment as bare, FixtureEnvironment } from './fixtures/fixture-environment.js';
import { fill, textOf } from './fixtures/made-before.js';

/** The ports of a cluster by name, as an earlier version knew them. */
type OldPorts = Readonly<Record<string, number>>;

const put = async (path: string, content: object) => {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `${JSON.stringify(content, null, 2)}\n`);
};

/** Ports that nobody listens on. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

describe('the records of a sandbox that an earlier version started', () => {
  const emulator = JSON.parse(textOf('sandbox', 'emulator.json'));
  const cluster = JSON.parse(textOf('sandbox', 'cluster.json'));
  let machine: TemporaryMachine;
  beforeEach(async () => {
    machine = await TemporaryMachine.create({ cache: 'shared' });
  });
  afterEach(async () => {
    await stopEmulator();
    await machine.dispose();
  });

  it('of the emulator is understood, and it starts where it was', async () => {
    const [port = 0] = await freePorts(1);
    await put(emulatorFolder().record, emulator);
    expect(await readEmulator()).toEqual(emulator);
    await put(emulatorFolder().record, { ...emulator, port });
    // Its processes are gone; their numbers may be those of others by now.
    expect(await emulatorStatus()).toMatchObject({ running: false, healthy: false });
    const { accountId, region } = emulator;
    expect(await ensureEmulator()).toMatchObject({ port, accountId, region, started: true });
    expect(await readEmulator()).toMatchObject({ port, accountId, region, process: { pid: expect.any(Number) } });
  }, 180_000);

  it('of the cluster is understood: what is asked of it stays, its processes are no longer its own', async () => {
    await put(clusterFolder().record, cluster);
    const record = await readCluster();
    expect(record).toEqual(cluster);
    expect(await resolveSettings({}, record?.settings)).toEqual(cluster.settings);
    expect(await clusterStatus()).toMatchObject({ running: false, healthy: false, nodes: 5 });
    expect(await stopCluster()).toBe(false);
    expect(await readCluster()).toEqual({ ...cluster, components: {} });
  });

  it.each([
    ['as it was written', []],
    ['without a port that is new', ['prometheus']],
  ])('of the cluster, %s, keeps the ports that it has', async (_, missing) => {
    const names = Object.keys(cluster.ports).filter((name) => !missing.includes(name));
    const free = await freePorts(names.length);
    const before: OldPorts = Object.fromEntries(names.map((name, at) => [name, free[at] ?? 0]));
    await put(clusterFolder().record, { ...cluster, ports: before });
    const now: OldPorts = await choosePorts((await readCluster())?.ports ?? {}, new Set<PortName>());
    expect(Object.keys(now).sort()).toEqual([...PORTS].sort());
    const [known, added] = [PORTS.filter((name) => name in before), PORTS.filter((name) => !(name in before))];
    expect(known.map((name) => [name, now[name]])).toEqual(known.map((name) => [name, before[name]]));
    expect(known).toContain('apiserver');
    expect(added).toEqual(expect.arrayContaining(missing));
    for (const name of added) expect(now[name]).toBeGreaterThan(0);
    expect(new Set(Object.values(now)).size).toBe(PORTS.length);
  });
});

describe('the ledger of a sandbox that an earlier version deployed to', () => {
  const local = { ...bare, platform: 'backlot' };
  let fixture: FixtureEnvironment;
  beforeEach(async () => {
    fixture = await FixtureEnvironment.start([]);
    fill(fixture, 'sandbox', local);
  });
  afterEach(() => fixture.stop());
  const archiveOf = (hash: string | undefined) =>
    withLedger(local, fixture.options, (_, cloud) =>
      loadArchive(new ArchiveStore(cloud.archives, stateBucket(local), local.id), hash ?? ''),
    );

  it('is whole, and tells services, canaries and schemas', async () => {
    expect(await verifyReleases(local, fixture.options)).toMatchObject({ faults: [], releases: 2 });
    const entries = await listReleases(local, fixture.options);
    const services = entries.map(({ record }) => record.services.map(({ service, status }) => [service, status]));
    expect(services).toEqual([
      [
        ['api', 'canary'],
        ['processor', 'unchanged'],
      ],
      [
        ['api', 'deployed'],
        ['processor', 'deployed'],
      ],
    ]);
    const diff = await diffReleases(local, {}, fixture.options);
    expect(diff).toMatchObject({ from: 1, to: 2, stacks: [], baseline: [], schemas: [] });
    expect(diff.services).toMatchObject([
      {
        service: 'api',
        action: 'changed',
        imageBefore: expect.stringMatching(/\/api:1\.0\.0$/),
        imageAfter: expect.stringMatching(/\/api:1\.1\.0$/),
      },
    ]);
    const unsettled = await withLedger(local, fixture.options, (_, { objects }) => readUnsettled(local, objects));
    expect([unsettled.steps, unsettled.between]).toEqual([[], undefined]);
  });

  it('has archives that a rollback can apply: environment, stacks and charts', async () => {
    const { record } = await showRelease(local, 2, fixture.options);
    const loaded = await archiveOf(record.archive);
    const { id, ...document } = loaded.archive.environment;
    const parsed = environmentSchema.safeParse(document);
    expect([id, parsed.error?.issues ?? []]).toEqual(['local', []]);
    const restored = await restoreStacks(loaded, join(fixture.folder, 'restored'));
    const hashes = restored.stacks.map(async (stack) => {
      const config = await readFile(join(stack.path, 'cdk.tf.json'));
      return [stack.id, createHash('sha256').update(config).digest('hex')];
    });
    expect(await Promise.all(hashes)).toEqual(record.stacks.map((stack) => [stack.id, stack.configuration]));
    expect(loaded.files.size).toBe(2);
    const charts = record.services.map(({ chart, chartHash = '' }) => [chart, loaded.archive.charts[chartHash]?.id]);
    expect(charts).toEqual([
      ['service-1.0.0', 'service-1.0.0'],
      ['service-1.0.0', 'service-1.0.0'],
    ]);
  });
});
