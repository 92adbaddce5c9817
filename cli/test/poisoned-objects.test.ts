import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Environment } from '../../environments/model/index.js';
import { BacklotError } from '../../modules/values/backlot-error.js';
import { emulatorFolder } from '../../sandbox/aws/emulator/emulator-folder.js';
import { readRecord as readEmulator } from '../../sandbox/aws/emulator/emulator-record.js';
import { clusterFolder } from '../../sandbox/cluster/cluster-folder.js';
import { readRecord as readCluster } from '../../sandbox/cluster/cluster-record.js';
import { definitionsFolder, keptDefinitions } from '../../sandbox/cluster/setup/definitions.js';
import type { ByteObjects, ConditionalObjects, StateKey } from '../adapters/aws/index.js';
import { parseState, readStateFile } from '../adapters/aws/index.js';
import { parseClusterArchive } from '../adapters/backups/cluster-objects/parse-cluster-archive.js';
import { readListing } from '../adapters/backups/s3-versions.js';
import type { Kubernetes } from '../adapters/kubernetes/kubernetes.js';
import { readLockObject } from '../adapters/terraform/index.js';
import { BackupCatalog } from '../data/backups/catalog.js';
import { stillToRestore } from '../data/backups/restore-record.js';
import { readInventory } from '../delivery/cluster-objects/baseline/inventory.js';
import { loadPlan } from '../delivery/plan/saved-plan.js';
import { folderAsApplied } from '../delivery/releases/applied-on-record.js';
import { ArchiveStore } from '../delivery/releases/archive-store.js';
import { auditLedger } from '../delivery/releases/audit-ledger.js';
import { Ledger } from '../delivery/releases/ledger.js';
import { readRecord, readSignature } from '../delivery/releases/sealed-record.js';
import { loadArchive, restoreChart, restoreStacks } from '../delivery/rollback/restore-archive.js';
import { scalingRecord } from '../delivery/services/scaling/scaling-record.js';
import { readHelmRelease } from '../delivery/workloads/helm-release-record.js';
import { latestDrift } from '../insight/drift/drift-record.js';
import { checkApis } from '../running/cluster-upgrade/checks/apis.js';
import type { UpgradeView } from '../running/cluster-upgrade/checks/upgrade-view.js';
import { installedReleases } from '../running/cluster-upgrade/helm-manifests.js';
import { readApplied } from '../session/applied/index.js';
import { parseJournal } from '../session/journal/journal-record.js';
import { parseLockRecord } from '../session/locks/lock-record.js';
import { findOrphans } from '../session/stacks/orphans.js';
import type { SessionStack } from '../session/stacks/session-stack.js';

const bucket = 'fixture-local-state-000000000000';
const environment = {
  id: 'local',
  platform: 'fixture',
  target: 'sandbox',
  aws: { accountId: '000000000000', region: 'eu-central-1' },
} as Environment;
const sha256 = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex');
const sealed = (value: object) => {
  const open = JSON.stringify(value, undefined, 2).slice(0, -2);
  return `${open},\n  "seal": "${sha256(open)}"\n}\n`;
};

/** Names that lead out of a folder, or are none. */
const NAMES = [
  '../evil',
  'assets/../../evil',
  '/tmp/evil',
  'a\0b',
  'a\\..\\b',
  'x'.repeat(5_000),
  '__proto__',
  '',
  '.',
  'a//b',
];

/** A bucket in memory. */
class Bucket implements ConditionalObjects, ByteObjects {
  readonly bodies = new Map<string, string | Uint8Array>();
  // biome-ignore lint/suspicious/noExplicitAny: one store for texts and bytes
  async read({ key }: StateKey): Promise<any> {
    const body = this.bodies.get(key);
    if (body === undefined) return undefined;
    return typeof body === 'string' ? { body, etag: '1', ageSeconds: 0 } : body;
  }
  // biome-ignore lint/suspicious/noExplicitAny: one store for texts and bytes
  async put({ key }: StateKey, body: string | Uint8Array): Promise<any> {
    this.bodies.set(key, body);
    return '1';
  }
  async keys(_: string, prefix: string): Promise<string[]> {
    return [...this.bodies.keys()].filter((key) => key.startsWith(prefix)).sort();
  }
}

const config = JSON.stringify({ terraform: { backend: { s3: { bucket, key: 'local/network.tfstate' } } } });
const pack = (content: string) => gzipSync(content).toString('base64');
const applied = () => ({
  format: 1,
  hash: sha256(config),
  complete: true,
  at: '2026-11-30T00:00:00Z',
  who: 'ann@laptop',
  files: { 'cdk.tf.json': pack(config) } as Record<string, string>,
});
const archive = () => ({
  format: 1,
  environment: { id: 'local' },
  stacks: [
    {
      id: 'network',
      dependsOn: [],
      config,
      files: [{ path: 'assets/a.zip', sha256: sha256('zip') }],
      outputs: {},
    },
  ],
  baseline: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } }],
  charts: { [sha256('chart')]: { id: 'service-1.0.0', files: { 'Chart.yaml': 'name: service' } } },
  addresses: {},
});
const record = () => ({
  number: 1,
  environment: 'local',
  operation: 'deploy',
  outcome: 'complete',
  startedAt: '2026-11-30T00:00:00Z',
  durationMs: 1,
  actor: { who: 'ann@laptop' },
  token: 1,
  stacks: [{ id: 'network', status: 'applied', configuration: sha256(config) }],
  services: [{ service: 'api', status: 'deployed', image: 'r/api:1' }],
});
const state = () => ({
  version: 4,
  serial: 1,
  lineage: 'l',
  terraform_version: '1.10.0',
  outputs: { vpc: { value: 'vpc-1' } },
  resources: [{ mode: 'managed', type: 'aws_vpc', name: 'main', instances: [{ attributes: { id: 'vpc-1' } }] }],
});
const holder = { id: 'h', who: 'ann@laptop', pid: 1, operation: 'deploy', since: '2026-11-30T00:00:00Z' };
const lock = () => ({ token: 1, leaseSeconds: 30, holder, beat: 0 });
const journal = () => ({
  version: 1,
  token: 1,
  operation: 'deploy',
  holder,
  steps: [{ step: 'stack:network', intent: 'applying', began: 't' }],
  inherited: [],
});
const setId = '20261121t101717-3f9a';
const backupSet = () => ({
  id: setId,
  platform: 'fixture',
  environment: 'local',
  state: 'complete',
  startedAt: '2026-11-21T10:17:17Z',
  who: 'ann@laptop',
  stores: [{ name: 'a', kind: 's3', identifier: 'b', method: 'm', status: 'available', snapshot: { id: 'x' } }],
});
const clusterArchive = () => ({
  format: 1,
  namespace: 'streaming',
  kubernetes: '1.35.4',
  objects: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'streaming' } }],
  secrets: [],
  helmReleases: 0,
});
const drift = () => ({
  format: 1,
  at: '2026-11-30T00:00:00Z',
  who: 'ann@laptop',
  totals: { code: 0, outside: 0, noise: 0 },
  result: { environment: 'local', owners: [], strays: [], additions: [], notChecked: [] },
});
const lateVerdict = () => ({
  release: 1,
  of: sha256('record'),
  service: 'api',
  at: '2026-11-30T00:00:00Z',
  outcome: 'promoted',
  reason: 'it was good',
  deciding: [],
});
const savedPlan = () => ({
  format: 1,
  environment: 'local',
  account: '000000000000',
  region: 'eu-central-1',
  createdAt: '2026-11-30T00:00:00Z',
  tool: { flavor: 'terraform', version: '1.10.0' },
  stacks: { network: { hash: 'h', state: { serial: 1, lineage: 'l' }, planHash: sha256('plan') } },
  result: { planId: '3f2a91c0', stacks: [{ id: 'network', status: 'changed', changes: [] }] },
});
const inventory = () => [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'a', namespace: 'streaming' }];

/** One kind of object that is read from outside. */
interface Kind {
  readonly what: string;
  /** Key in the bucket, or what else an error calls it. */
  readonly key: string;
  readonly good: () => object;
  readonly read: (body: string, objects: Bucket) => unknown;
  /** Changes by which it is no longer what it says. @default none of its own */
  // biome-ignore lint/suspicious/noExplicitAny: of any shape
  readonly poisoned?: Readonly<Record<string, (good: any) => unknown>>;
  /** What is damaged counts as absent, so that it cannot block for ever. @default it is refused */
  readonly asNone?: true;
  /** Which of {@link EVERYWHERE} hold for it. @default all */
  readonly only?: readonly string[];
}

const stack = {
  id: 'network',
  dependsOn: [],
  resources: 1,
  folder: '/nowhere',
  state: { bucket, key: 'local/network.tfstate' },
  hash: 'another',
} as unknown as SessionStack;
const readArchive = async (body: string, objects: Bucket) => {
  const bytes = gzipSync(body);
  objects.bodies.set(`local/archives/${sha256(bytes)}.json.gz`, bytes);
  return new ArchiveStore(objects, bucket, 'local').read(sha256(bytes));
};
const fake = (body: string) => ({
  // biome-ignore lint/suspicious/noExplicitAny: only what is read
  getObject: async (): Promise<any> => ({ Body: { transformToByteArray: async () => gzipSync(body) } }),
});

const KINDS: readonly Kind[] = [
  {
    what: 'a state',
    key: 'local/network.tfstate',
    good: state,
    read: (body) => parseState(body, { bucket, key: 'local/network.tfstate' }),
    poisoned: {
      'a type with a slash': (good) => ({ ...good, resources: [{ ...good.resources[0], type: 'a/../b' }] }),
      'a name that a shell runs': (good) => ({ ...good, resources: [{ ...good.resources[0], name: 'a; rm -rf x' }] }),
      'instances that are no list': (good) => ({ ...good, resources: [{ ...good.resources[0], instances: {} }] }),
    },
  },
  {
    what: 'a state with its serial',
    key: 'local/network.tfstate',
    good: state,
    read: (body) =>
      readStateFile(body, { at: { bucket, key: 'local/network.tfstate' }, etag: '', lastModified: new Date(0) }),
    poisoned: {
      'another version': (good) => ({ ...good, version: 3 }),
      'no lineage': ({ lineage: _, ...rest }) => rest,
      'a serial of text': (good) => ({ ...good, serial: '1' }),
    },
  },
  {
    what: 'what a stack was applied with',
    key: 'local/applied/network.json',
    good: applied,
    read: (body, objects) => {
      objects.bodies.set('local/applied/network.json', body);
      return readApplied(objects, stack);
    },
    poisoned: {
      ...Object.fromEntries(
        NAMES.map((name) => [
          `a file ${JSON.stringify(name).slice(0, 30)}`,
          (good) => JSON.parse(JSON.stringify(good).replace('"files":{', `"files":{${JSON.stringify(name)}:"",`)),
        ]),
      ),
      'another file of Terraform': (good) => ({ ...good, files: { ...good.files, 'evil.tf.json': pack('{}') } }),
      'another hash': (good) => ({ ...good, hash: sha256('other') }),
      'a hash that is none': (good) => ({ ...good, hash: '../x' }),
      'the state of another environment': (good) => {
        const other = config.replace('local/', 'prod/');
        return { ...good, hash: sha256(other), files: { 'cdk.tf.json': pack(other) } };
      },
      'a bomb': (good) => ({
        ...good,
        files: { 'cdk.tf.json': gzipSync(Buffer.alloc(300 * 1024 ** 2)).toString('base64') },
      }),
      'what is no gzip': (good) => ({ ...good, files: { 'cdk.tf.json': 'AAAA' } }),
    },
  },
  {
    what: 'the archive of a release',
    key: 'local/archives/',
    good: archive,
    read: readArchive,
    poisoned: {
      ...Object.fromEntries(
        NAMES.map((id) => [
          `a stack ${JSON.stringify(id).slice(0, 30)}`,
          (good) => ({ ...good, stacks: [{ ...good.stacks[0], id }] }),
        ]),
      ),
      'a chart with a slash': (good) => ({ ...good, charts: { [sha256('c')]: { id: '../x-1.0.0', files: {} } } }),
      'a chart under no hash': (good) => ({ ...good, charts: { '../x': { id: 'a-1.0.0', files: {} } } }),
      'another environment': (good) => ({ ...good, environment: { id: 'prod' } }),
      'the state of another environment': (good) => ({
        ...good,
        stacks: [{ ...good.stacks[0], config: config.replace('local/', 'prod/') }],
      }),
      'a stack twice': (good) => ({ ...good, stacks: [good.stacks[0], good.stacks[0]] }),
      'a file twice': (good) => {
        const [first] = good.stacks;
        return { ...good, stacks: [{ ...first, files: [...first.files, ...first.files] }] };
      },
      'a file without a hash': (good) => ({
        ...good,
        stacks: [{ ...good.stacks[0], files: [{ path: 'assets/a', sha256: '../a' }] }],
      }),
    },
  },
  {
    what: 'a release record',
    key: 'local/releases/00000001.json',
    good: record,
    read: (body, objects) => {
      const value = isObject(body) ? sealed(JSON.parse(body)) : body;
      objects.bodies.set('local/releases/00000001.json', value);
      return new Ledger({ objects, bucket, environment: 'local' }).newest();
    },
    poisoned: {
      'another environment': (good) => ({ ...good, environment: 'prod' }),
      'another number': (good) => ({ ...good, number: 2 }),
      'a proof of no time': (good) => ({
        ...good,
        proofs: [{ set: 'x', outcome: 'proven', at: 'soon', rpoSeconds: 1 }],
      }),
      'a proof of all time': (good) => ({
        ...good,
        proofs: [{ set: 'x', outcome: 'proven', at: '2026-11-21T10:00:00Z', rpoSeconds: 1e300 }],
      }),
      'an archive with a path': (good) => ({ ...good, archive: '../../x' }),
      'a stack with a path': (good) => ({ ...good, stacks: [{ ...good.stacks[0], id: '../x' }] }),
      'a service with a path': (good) => ({ ...good, services: [{ ...good.services[0], service: 'a/../b' }] }),
    },
  },
  {
    what: 'a backup set',
    key: `local/backups/${setId}.json`,
    good: backupSet,
    read: (body, objects) => {
      const value = isObject(body) ? sealed(JSON.parse(body)) : body;
      objects.bodies.set(`local/backups/${setId}.json`, value);
      return new BackupCatalog(objects, bucket, 'local').read(setId);
    },
    poisoned: {
      'another environment': (good) => ({ ...good, environment: 'prod' }),
      'another id': (good) => ({ ...good, id: '20261121t101717-0000' }),
      'an id with a path': (good) => ({ ...good, id: '../x' }),
      'stores that are no list': (good) => ({ ...good, stores: {} }),
      'an identifier with a line break': (good) => ({ ...good, stores: [{ ...good.stores[0], identifier: 'a\nb' }] }),
    },
  },
  {
    what: "the listing of a bucket's versions",
    key: `local/backups/${setId}/s3-media.ndjson.gz`,
    good: () => ({ key: 'a', version: 'v', size: 1, etag: 'e' }),
    // biome-ignore lint/suspicious/noExplicitAny: only what is read
    read: (body) => readListing(fake(body) as any, { bucket, key: `local/backups/${setId}/s3-media.ndjson.gz` }),
    poisoned: {
      'a version with a parameter': (good) => ({ ...good, version: 'a&x-id=b' }),
      'a size of text': (good) => ({ ...good, size: '1' }),
    },
  },
  {
    what: 'an export of cluster objects',
    key: 'local/backups/objects/x.json.gz',
    good: clusterArchive,
    read: (body) => parseClusterArchive(body, { bucket, key: 'local/backups/objects/x.json.gz' }),
    poisoned: {
      'another namespace': (good) => ({
        ...good,
        objects: [{ ...good.objects[0], metadata: { name: 'a', namespace: 'kube-system' } }],
      }),
      'a name with a path': (good) => ({ ...good, objects: [{ ...good.objects[0], metadata: { name: '../../x' } }] }),
      'a kind with a path': (good) => ({ ...good, objects: [{ ...good.objects[0], kind: '../x' }] }),
    },
  },
  {
    what: 'the inventory of a baseline',
    key: 'backlot-system/backlot-baseline',
    good: inventory,
    // biome-ignore lint/suspicious/noExplicitAny: only what is read
    read: (body) => readInventory({ get: async () => ({ data: { objects: body || ' ' } }) } as any),
    poisoned: {
      'a name with a path': ([entry]) => [{ ...entry, name: '../../namespaces/kube-system' }],
      'a kind with a path': ([entry]) => [{ ...entry, kind: 'x/y' }],
    },
  },
  {
    what: 'the lock of an environment',
    key: 'local/lock.json',
    good: lock,
    read: (body) => parseLockRecord(body),
    asNone: true,
    poisoned: {
      'a token that cannot grow': (good) => ({ ...good, token: Number.MAX_SAFE_INTEGER }),
      'a lease of years': (good) => ({ ...good, leaseSeconds: 1e9 }),
      'a holder of text': (good) => ({ ...good, holder: 'ann' }),
      'a process of text': (good) => ({ ...good, holder: { ...holder, process: { pid: '1; x', machine: 'm' } } }),
    },
  },
  {
    what: 'a journal',
    key: 'local/journal/00000001-deploy.json',
    good: journal,
    read: (body) => parseJournal(body),
    asNone: true,
    poisoned: {
      'a step of text': (good) => ({ ...good, steps: ['x'] }),
      'creates that are no list': (good) => ({ ...good, steps: [{ ...good.steps[0], creates: {} }] }),
      'an inherited step without a holder': (good) => ({ ...good, inherited: good.steps }),
    },
  },
  {
    what: 'the record of the last look for drift',
    key: 'local/drift.json',
    good: drift,
    read: (body, objects) => {
      objects.bodies.set('local/drift.json', body);
      return latestDrift(objects, environment);
    },
    asNone: true,
    poisoned: {
      'another environment': (good) => ({ ...good, result: { ...good.result, environment: 'prod' } }),
      'owners that are no list': (good) => ({ ...good, result: { ...good.result, owners: {} } }),
    },
  },
  {
    what: "Terraform's lock of a state",
    key: 'local/network.tfstate.tflock',
    good: () => ({ ID: '1', Operation: 'o', Who: 'ann@laptop', Created: '2026-11-30T00:00:00Z' }),
    read: (body) => readLockObject(body),
    asNone: true,
    poisoned: { 'an id that is no text': (good) => ({ ...good, ID: { a: 1 } }) },
  },
];

/** What is read from this machine's disk, from the cluster and over the network. */
const MORE_KINDS: readonly Kind[] = [
  {
    what: 'a late verdict',
    key: 'local/releases/00000001.api.verdict.json',
    good: lateVerdict,
    read: async (body, objects) => {
      const stored = isObject(body) ? sealed(JSON.parse(body)) : body;
      const key = 'local/releases/00000001.api.verdict.json';
      objects.bodies.set(key, stored);
      const { verdicts } = new Ledger({ objects, bucket, environment: 'local' });
      // A record that is none counts for nothing; `releases verify` names it.
      const [found] = await verdicts.list();
      if (found) return found;
      const [fault] = await verdicts.verify([]);
      throw new BacklotError({
        code: String(fault?.kind),
        message: `${fault?.key}: ${fault?.reason}`,
        hints: ['verify'],
      });
    },
    poisoned: {
      'another release': (good) => ({ ...good, release: 2 }),
      'a service with a path': (good) => ({ ...good, service: '../api' }),
      'a reason that is no text': (good) => ({ ...good, reason: { a: 1 } }),
      'metrics that are no list': (good) => ({ ...good, deciding: {} }),
    },
  },
  {
    what: "Helm's record of a release",
    key: 'Secret streaming/sh.helm.release.v1.api.v3',
    good: () => ({ info: { status: 'deployed', last_deployed: 't' }, manifest: 'kind: ConfigMap' }),
    read: (body) => readHelmRelease(helmSecrets(body), { namespace: 'streaming', release: 'api' }),
    poisoned: {
      'no status': ({ info: _, ...rest }) => rest,
      'a manifest that is no text': (good) => ({ ...good, manifest: {} }),
    },
  },
  {
    what: "Helm's record of a release, at an upgrade",
    key: 'sh.helm.release.v1.api.v3',
    good: () => ({ manifest: 'kind: ConfigMap', chart: { metadata: { name: 'service', version: '1.0.0' } } }),
    read: async (body) => {
      const [release] = await installedReleases(helmSecrets(body) as unknown as Kubernetes);
      if (!release?.unreadable) return release;
      // The upgrade is not refused over what somebody else installed; it says what it could not see, and where.
      const view = { releases: [release], written: [], metrics: '', target: '1.36' } as unknown as UpgradeView;
      const [finding] = checkApis(view);
      const message = `${finding?.objects?.join()}: ${finding?.severity}`;
      throw new BacklotError({ code: 'Unread', message, actions: finding?.actions ?? [] });
    },
    poisoned: {
      'a manifest that is no text': (good) => ({ ...good, manifest: {} }),
      'a version that is no text': (good) => ({ ...good, chart: { metadata: { version: 1 } } }),
    },
  },
  {
    what: 'a saved plan',
    key: 'plans/3f2a91c0',
    good: savedPlan,
    read: async (body) => {
      const plans = join(await mkdtemp(join(tmpdir(), 'backlot-saved-')), 'plans');
      try {
        await mkdir(join(plans, '3f2a91c0'), { recursive: true });
        await writeFile(join(plans, '3f2a91c0', 'manifest.json'), body);
        const session = { environment, workspace: { plans } } as unknown as Parameters<typeof loadPlan>[0];
        return await loadPlan(session, '3f2a91c0');
      } finally {
        await rm(join(plans, '..'), { recursive: true, force: true });
      }
    },
    poisoned: {
      'another environment': (good) => ({ ...good, environment: 'prod' }),
      'another id': (good) => ({ ...good, result: { ...good.result, planId: '00000000' } }),
      'another format': (good) => ({ ...good, format: 2 }),
      'a stack with a path': (good) => ({ ...good, stacks: { '../network': good.stacks.network } }),
      'a planned stack with a path': (good) => ({
        ...good,
        result: { ...good.result, stacks: [{ id: '../x', status: 'changed' }] },
      }),
      'a hash that is none': (good) => ({ ...good, stacks: { network: { hash: 'h', planHash: 'x' } } }),
    },
  },
  {
    what: 'the record of a restore',
    key: `local/backups/${setId}/restores/copy.json`,
    good: () => ({ set: setId, target: 'copy', startedAt: '2026-11-21T10:17:17Z', state: 'under-way' }),
    read: async (body, objects) => {
      objects.bodies.set(`local/backups/${setId}/restores/copy.json`, body);
      const session = { environment, catalog: { bucket }, cloud: { objects }, tell: () => {} };
      const [first, set] = [session as unknown as Parameters<typeof stillToRestore>[0], { id: setId }];
      return stillToRestore(first, set as Parameters<typeof stillToRestore>[1], [{ store: 'a', target: 'copy' }]);
    },
    poisoned: { 'a state that there is none of': (good) => ({ ...good, state: 'x' }) },
  },
  // From here on what is damaged counts as none: each only remembers what can be found out again, or what the file says anyway,
  // and refusing would keep the sandbox, a scaling or a deploy from being put right by the very commands that do so.
  {
    what: 'a scaling by hand, on a workload',
    key: 'backlot.dev/scaled',
    good: () => ({ to: { min: 1, max: 2 }, from: { min: 1, max: 1 }, who: 'ann', at: 't' }),
    read: (body) => scalingRecord({ metadata: { name: 'api', annotations: { 'backlot.dev/scaled': body } } }),
    asNone: true,
    only: ['no JSON', 'cut off', 'a number', 'a list of lists', 'null', 'deep nesting'],
    poisoned: { 'a range of text': (good) => ({ ...good, to: { min: '1; x', max: 2 } }) },
  },
  {
    what: 'the record of the emulator',
    key: 'emulator.json',
    good: () => ({ port: 4_566, accountId: '000000000000', region: 'r', version: '1', startedAt: 't' }),
    read: (body) => onDisk(() => emulatorFolder().record, body, readEmulator),
    asNone: true,
    only: ['no JSON', 'cut off', 'a number', 'a list of lists', 'null', 'deep nesting'],
    poisoned: {
      'a port of text': (good) => ({ ...good, port: '80' }),
      'a port that there is none of': (good) => ({ ...good, port: 70_000 }),
    },
  },
  {
    what: 'the record of the cluster',
    key: 'cluster.json',
    good: () => ({ ports: { api: 1 }, settings: {}, components: {} }),
    read: (body) => onDisk(() => clusterFolder().record, body, readCluster),
    asNone: true,
    only: ['no JSON', 'cut off', 'a number', 'a list of lists', 'null', 'deep nesting'],
    poisoned: { 'no ports': ({ ports: _, ...rest }) => rest },
  },
  {
    what: 'the definitions of kinds that were fetched',
    key: 'objects.json',
    good: () => [{ apiVersion: 'v1', kind: 'CustomResourceDefinition' }],
    read: (body) =>
      onDisk(
        () => join(definitionsFolder(), 'objects.json'),
        body,
        () => keptDefinitions(definitionsFolder()),
      ),
    asNone: true,
    only: ['no JSON', 'cut off', 'a number', 'a list of lists', 'null', 'deep nesting'],
    poisoned: { 'none at all': () => [], 'one without a kind': () => [{ apiVersion: 'v1' }] },
  },
];

/** A file of this machine's folders, in temporary ones. */
async function onDisk<T>(file: () => string, body: string, read: () => Promise<T>): Promise<T> {
  const root = await mkdtemp(join(tmpdir(), 'backlot-disk-'));
  const { XDG_CACHE_HOME, XDG_STATE_HOME } = process.env;
  Object.assign(process.env, { XDG_CACHE_HOME: join(root, 'cache'), XDG_STATE_HOME: join(root, 'state') });
  try {
    await mkdir(dirname(file()), { recursive: true });
    await writeFile(file(), body);
    return await read();
  } finally {
    for (const [name, value] of Object.entries({ XDG_CACHE_HOME, XDG_STATE_HOME })) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    await rm(root, { recursive: true, force: true });
  }
}

/** A cluster that holds Helm's Secret of one revision. */
function helmSecrets(body: string): Parameters<typeof readHelmRelease>[0] {
  const release = Buffer.from(gzipSync(body).toString('base64')).toString('base64');
  const labels = { owner: 'helm', name: 'api', status: 'deployed', version: '3' };
  const metadata = { name: 'sh.helm.release.v1.api.v3', namespace: 'streaming', labels };
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata, data: { release } };
  return { list: async () => [secret] } as unknown as Parameters<typeof readHelmRelease>[0];
}

/** What anything may be replaced with. */
const EVERYWHERE: Readonly<Record<string, (good: object) => string>> = {
  'no JSON': () => 'not json',
  'cut off': (good) => JSON.stringify(good).slice(0, -3),
  'a number': () => '1',
  'a list of lists': () => '[[]]',
  null: () => 'null',
  'deep nesting': () => '['.repeat(200_000),
  'a depth that nothing can walk': (good) =>
    JSON.stringify(good).replace(/^(\[?)\{/, `$1{"deep":${'['.repeat(1_000)}${']'.repeat(1_000)},`),
  'a prototype': (good) => JSON.stringify(good).replace(/^(\[?)\{/, '$1{"__proto__":{"format":1},'),
  'a prototype, spelt otherwise': (good) =>
    JSON.stringify(good).replace(/^(\[?)\{/, '$1{"__\\u0070roto__":{"format":1},'),
};

function isObject(body: string): boolean {
  try {
    const value = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

const ALL_KINDS = [...KINDS, ...MORE_KINDS];

const cases = ALL_KINDS.flatMap((kind) => [
  ...Object.entries(EVERYWHERE)
    .filter(([how]) => kind.only?.includes(how) ?? true)
    .map(([how, poison]) => [kind.what, how, kind, poison(kind.good())] as const),
  ...Object.entries(kind.poisoned ?? {}).map(
    ([how, poison]) => [kind.what, how, kind, () => JSON.stringify(poison(kind.good()))] as const,
  ),
]);

async function failure(work: () => unknown): Promise<unknown> {
  try {
    return await work();
  } catch (error) {
    return error;
  }
}

describe('what is read from a bucket or a cluster', () => {
  it.each(ALL_KINDS.map((kind) => [kind.what, kind] as const))('is read when it is sound: %s', async (_, kind) => {
    const read = await failure(() => kind.read(JSON.stringify(kind.good()), new Bucket()));
    expect(read).not.toBeInstanceOf(Error);
    expect(read).toBeDefined();
  });

  it.each(cases)('is refused: %s, %s', async (_what, _how, kind, body) => {
    const text = typeof body === 'function' ? body() : body;
    const error = await failure(() => kind.read(text, new Bucket()));
    if (kind.asNone) {
      // Refusing it would block for ever what a lock or a journal that somebody broke stands before; the token of the next is higher all the same.
      expect(error).toBeUndefined();
      return;
    }
    expect(error).toBeInstanceOf(BacklotError);
    const { actions, hints, message } = error as BacklotError;
    expect(message).toContain(kind.key);
    expect([...actions, ...hints].length).toBeGreaterThan(0);
    expect(message.length).toBeLessThan(1_000);
  });
});

describe('a seal around what is no record', () => {
  const sealedText = (open: string) => `${open},\n  "seal": "${sha256(open)}"\n}\n`;

  it.each(['garbage', '[1', '{ "a": [', `{ "a": ${'['.repeat(100_000)}${']'.repeat(100_000)}`])(
    'makes none of it: %#',
    (open) => {
      expect(readRecord(sealedText(open))).toBeUndefined();
    },
  );

  it('is told as a signature that cannot be read, not as none', () => {
    const signed = readSignature(sealedText('{\n  "a": 1,\n  "signature": {x}'));
    expect(signed?.signature).toMatchObject({ key: '' });
  });
});

describe("Helm's record of a release", () => {
  it.each([
    'no JSON',
    '{}',
    '[]',
    '{"info":null}',
    '{"info":{"status":1}}',
    `{"info":{"status":"deployed"},"x":${'['.repeat(1_000)}${']'.repeat(1_000)}}`,
  ])('is refused by its name: %#', async (text) => {
    const release = Buffer.from(gzipSync(text).toString('base64')).toString('base64');
    const secret = { metadata: { name: 'x', labels: { status: 'deployed', version: '1' } }, data: { release } };
    const cluster = { list: () => Promise.resolve([secret]) } as unknown as Parameters<typeof readHelmRelease>[0];
    const error = await failure(() => readHelmRelease(cluster, { namespace: 'x', release: 'y' }));
    expect(error).toMatchObject({ code: 'HelmRecordDamaged' });
  });
});

describe('what somebody sealed who can write the bucket', () => {
  const close = (open: string) => `${open},\n  "seal": "${sha256(open)}"\n}\n`;
  const forged = [
    'no json',
    '{ "a": ',
    '['.repeat(200_000),
    '{\n  "number": 1,\n  "signature": {]}',
    '{\n  "__proto__": {}',
  ];

  it.each(forged.map((open) => [open.slice(0, 24), open] as const))(
    'is named, and crashes nobody: %j',
    async (_, open) => {
      const objects = new Bucket();
      const ledger = new Ledger({ objects, bucket, environment: 'local' });
      objects.bodies.set('local/releases/00000001.json', close(open));
      objects.bodies.set('local/releases/00000001.api.verdict.json', close(open));
      expect(await failure(() => ledger.newest())).toMatchObject({ code: 'LedgerDamaged' });
      expect(await ledger.verdicts.list()).toEqual([]);
      const { faults } = await auditLedger(ledger);
      expect(faults.map(({ key }) => key.slice('local/releases/00000001'.length))).toEqual([
        '.json',
        '.api.verdict.json',
      ]);
    },
  );
});

describe('what is written under a name that was read', () => {
  let root: string;
  let folder: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'backlot-poison-'));
    folder = mkdtempSync(join(root, 'inside-'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  /** All that is below the parent of the folder, but not in it. */
  const beside = () => readdirSync(root).filter((name) => join(root, name) !== folder);

  it.each(NAMES)('stays inside when an archive names a file %j', async (path) => {
    const bad = { ...archive(), stacks: [{ ...archive().stacks[0], files: [{ path, sha256: sha256('zip') }] }] };
    const files = new Map([[sha256('zip'), Buffer.from('zip')]]);
    // Also without the checks of the reader: the writer needs none of them.
    const loaded = { archive: bad, files } as unknown as Parameters<typeof restoreStacks>[0];
    const error = await failure(() => restoreStacks(loaded, folder));
    if (path !== '__proto__') expect(error).toMatchObject({ code: 'NameOutside' });
    const chart = { id: 'a-1.0.0', files: { [path]: 'x' } };
    if (path !== '__proto__') {
      await expect(restoreChart(sha256('c'), chart, folder)).rejects.toMatchObject({ code: 'NameOutside' });
    }
    expect(beside()).toEqual([]);
  });

  it.each(NAMES)('stays inside when a stack or a chart is called %j', async (id) => {
    const bad = { ...archive(), stacks: [{ ...archive().stacks[0], id, files: [] }] };
    const loaded = { archive: bad, files: new Map() } as unknown as Parameters<typeof restoreStacks>[0];
    const error = await failure(() => restoreStacks(loaded, folder));
    if (id !== '__proto__') expect(error).toMatchObject({ code: 'NameOutside' });
    expect(beside()).toEqual([]);
  });

  it('follows no link that stands in the way', async () => {
    const outside = join(root, 'outside');
    await writeFile(outside, 'mine');
    const chart = { id: 'a-1.0.0', files: { 'templates/x': 'evil' } };
    const loaded = { archive: archive(), files: new Map([[sha256('zip'), Buffer.from('zip')]]) };
    await restoreStacks(loaded as unknown as Parameters<typeof restoreStacks>[0], folder);
    const target = join(folder, 'stacks', 'network', 'cdk.tf.json');
    await rm(target);
    await symlink(outside, target);
    const again = failure(() => restoreStacks(loaded as unknown as Parameters<typeof restoreStacks>[0], folder));
    expect(await again).toMatchObject({ code: 'NameOutside' });
    expect(await readFile(outside, 'utf8')).toBe('mine');
    await restoreChart(sha256('c'), chart, folder);
    expect(await readFile(outside, 'utf8')).toBe('mine');
  });

  it.each([
    'local/../../evil.tfstate',
    'local/a/b.tfstate',
    'local/A.tfstate',
    'local/ .tfstate',
    `local/${'x'.repeat(300)}.tfstate`,
    'local/a\u0000.tfstate',
  ])('makes no folder for the state %j that no stack declares', async (key) => {
    const declared = join(folder, 'network');
    const found = { serial: 1, resources: [{ address: 'aws_vpc.a', type: 'aws_vpc' }] };
    // biome-ignore lint/suspicious/noExplicitAny: only what is read
    const cloud = { states: { list: async () => [key], read: async () => found } } as any;
    const error = await failure(() => findOrphans(cloud, [{ ...stack, folder: declared }], folder));
    expect(error).toMatchObject({ code: 'StrangeState' });
    expect((error as Error).message).toContain(`s3://${bucket}/local/`);
    expect([beside(), await readdir(folder)]).toEqual([[], []]);
  });
});

describe('what Terraform runs on', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'backlot-applied-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const session = (objects: Bucket) =>
    ({ environment, cloud: { objects, archives: objects } }) as unknown as Parameters<typeof folderAsApplied>[0];
  const withAsset = (content: string) => ({
    ...applied(),
    files: { ...applied().files, 'assets/a.zip': pack(content) },
  });
  /** A ledger with one release, whose archive has the asset `zip`. */
  const released = async (objects: Bucket, changes: object = {}) => {
    const bytes = gzipSync(JSON.stringify(archive()));
    objects.bodies.set(`local/archives/${sha256(bytes)}.json.gz`, bytes);
    objects.bodies.set('local/releases/00000001.json', sealed({ ...record(), archive: sha256(bytes), ...changes }));
  };
  const run = async (objects: Bucket, what: object) => {
    objects.bodies.set('local/applied/network.json', JSON.stringify(what));
    const read = await readApplied(objects, stack);
    if (!read) throw new Error('not there');
    return folderAsApplied(session(objects), stack, read, folder);
  };

  it('is what a release says that it applied, with the files of its archive', async () => {
    const objects = new Bucket();
    await released(objects);
    const found = await run(objects, withAsset('zip'));
    expect(await readFile(join(found.folder, 'cdk.tf.json'), 'utf8')).toBe(config);
    expect(await readFile(join(found.folder, 'assets', 'a.zip'), 'utf8')).toBe('zip');
  });

  it('is not what no release applied', async () => {
    const objects = new Bucket();
    await released(objects, { stacks: [{ ...record().stacks[0], configuration: sha256('other') }] });
    await expect(run(objects, applied())).rejects.toMatchObject({
      code: 'AppliedUnverified',
      message: expect.stringContaining(`s3://${bucket}/local/applied/network.json`),
      actions: expect.arrayContaining(['backlot deploy local']),
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it('is nothing that a bucket without releases holds', async () => {
    await expect(run(new Bucket(), applied())).rejects.toMatchObject({ code: 'AppliedUnverified' });
  });

  it('is not a file that the release did not have', async () => {
    const objects = new Bucket();
    await released(objects);
    await expect(run(objects, withAsset('evil'))).rejects.toMatchObject({
      code: 'AppliedUnverified',
      message: expect.stringContaining("'assets/a.zip' is not the one of release 1"),
    });
  });

  it('is what the checkout synthesizes, whatever the ledger says', async () => {
    const own = await mkdtemp(join(tmpdir(), 'backlot-own-'));
    try {
      await writeFile(join(own, 'cdk.tf.json'), config);
      const objects = new Bucket();
      objects.bodies.set('local/applied/network.json', JSON.stringify(applied()));
      const read = await readApplied(objects, stack);
      if (!read) throw new Error('not there');
      const found = await folderAsApplied(session(objects), { ...stack, folder: own }, read, folder);
      expect(found.folder).toBe(join(folder, 'applied', 'network'));
    } finally {
      await rm(own, { recursive: true, force: true });
    }
  });

  it('is checked by an archive, too, of which every byte has a hash', async () => {
    const objects = new Bucket();
    await released(objects);
    objects.bodies.set(`local/archives/files/${sha256('zip')}`, Buffer.from('evil'));
    const [key = ''] = await objects.keys(bucket, 'local/archives/');
    const hash = /([0-9a-f]{64})\.json\.gz$/.exec(key)?.[1] ?? '';
    const store = new ArchiveStore(objects, bucket, 'local');
    await expect(loadArchive(store, hash)).rejects.toMatchObject({ code: 'ArchiveDamaged' });
    await expect(store.read('../../local/releases/x')).rejects.toMatchObject({ code: 'ArchiveDamaged' });
  });
});
