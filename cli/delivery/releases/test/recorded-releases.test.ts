import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { gunzipSync, strFromU8 } from 'fflate';
import { destroyEnvironment } from '../../../lifecycle/destroy/index.js';
import { environment, FixtureEnvironment } from '../../../test/fixtures/fixture-environment.js';
import { BUCKET, type FixtureStack, ref } from '../../../test/fixtures/fixture-stacks.js';
import { deployEnvironment } from '../../deploy/index.js';
import { diffReleases, listReleases, showRelease, verifyReleases } from '../index.js';

const yes = async () => true;
const SECRET = 'hunter2-very-secret';

const base = (input: string): FixtureStack => ({
  id: 'base',
  data: { name: { input } },
  outputs: {
    name: { value: ref('terraform_data.name.output') },
    password: {
      value: SECRET.split('-')
        .map((part) => ref(`"${part}"`))
        .join('-'),
      sensitive: true,
    },
  },
});
const beside: FixtureStack = { id: 'beside', data: { alone: { input: 'x' } } };
const broken: FixtureStack = { id: 'beside', data: { alone: { input: ref('file("/no/such/file")') } } };

let fixture: FixtureEnvironment;
beforeEach(async () => {
  fixture = await FixtureEnvironment.start([base('one'), beside]);
});
afterEach(() => fixture.stop());

const deploy = (stacks: readonly FixtureStack[], more: object = {}) => {
  fixture.stacks = stacks;
  return deployEnvironment(environment, { ...fixture.options, approve: yes, ...more });
};
const bodies = () => fixture.objects.buckets.get(BUCKET) ?? new Map<string, { body: Buffer }>();
const archiveOf = async (number: number) => {
  const { archive } = (await showRelease(environment, number, fixture.options)).record;
  const bytes = bodies().get(`local/archives/${archive}.json.gz`)?.body ?? Buffer.of();
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(archive);
  return JSON.parse(strFromU8(gunzipSync(bytes)));
};
const alter = (key: string, change: (body: Buffer) => Buffer | undefined) => {
  const body = change(Buffer.from(bodies().get(key)?.body ?? ''));
  if (body) fixture.objects.put(BUCKET, key, body);
  else bodies().delete(key);
};

describe('a deploy', () => {
  it('is one record of all that it did, with an archive of all that it applied', async () => {
    const { release } = await deploy([base('one'), beside]);
    expect(release).toMatchObject({ number: 1, recorded: true });
    const { record } = await showRelease(environment, 1, fixture.options);
    expect(record).toMatchObject({
      operation: 'deploy',
      outcome: 'complete',
      actor: { who: expect.stringMatching(/.+@.+/) },
      token: 1,
      plan: expect.stringMatching(/^[0-9a-f]{64}$/),
      stacks: [
        { id: 'base', status: 'applied', configuration: expect.any(String), serial: 1, lineage: expect.any(String) },
        { id: 'beside', status: 'applied' },
      ],
    });
    const archive = await archiveOf(1);
    expect(archive.stacks.map(({ id }: { id: string }) => id)).toEqual(['base', 'beside']);
    expect(archive.stacks[0].outputs).toEqual({ name: 'one' });
  });

  it('leaves no value of a sensitive output in what it writes', async () => {
    await deploy([base('one'), beside]);
    expect(fixture.objects.text(BUCKET, 'local/base.tfstate')).toContain(SECRET);
    const written = [...bodies()].filter(([key]) => /releases|archives/.test(key));
    expect(written).toHaveLength(2);
    for (const [key, { body }] of written) {
      const text = key.endsWith('.gz') ? strFromU8(gunzipSync(body)) : body.toString();
      expect(text).not.toContain(SECRET);
    }
  });

  it('of a part carries on what the rest was applied with, not what the checkout says now', async () => {
    await deploy([base('one'), beside]);
    await deploy([base('two'), { ...beside, data: { alone: { input: 'y' } } }], { stacks: ['base'] });
    const { record } = await showRelease(environment, 2, fixture.options);
    expect(record.stacks.map(({ id, status, since }) => [id, status, since])).toEqual([
      ['base', 'applied', undefined],
      ['beside', 'kept', 1],
    ]);
    const inputs = (await archiveOf(2)).stacks.map(
      ({ config }: { config: string }) => /"input": "(\w+)"/.exec(config)?.[1],
    );
    expect(inputs).toEqual(['two', 'x']);
  });

  it('that fails is recorded when it changed something, and not when it did not', async () => {
    const failing = await deploy([base('one'), broken]);
    expect(failing).toMatchObject({ outcome: 'failed', release: { number: 1, recorded: true } });
    const again = await deploy([base('one'), broken]);
    expect(again).toMatchObject({ outcome: 'failed', release: { number: 1, recorded: false } });
    const mended = await deploy([base('one'), beside]);
    expect(mended.release).toMatchObject({ number: 2, recorded: true });
    const outcomes = (await listReleases(environment, fixture.options)).map(({ record }) => record.outcome);
    expect(outcomes).toEqual(['complete', 'failed']);
  });

  it('records what an earlier run did and did not live to record', async () => {
    await deploy([base('one'), beside]);
    await deploy([base('two'), beside]);
    bodies().delete('local/releases/00000002.json');
    expect((await deploy([base('two'), beside])).release).toMatchObject({ number: 2, recorded: true });
  });
});

describe('a destroy of a part', () => {
  it('is a release, and what is left stays in the archive', async () => {
    await deploy([base('one'), beside]);
    await destroyEnvironment(environment, { ...fixture.options, approve: yes, stacks: ['beside'] });
    const { record } = await showRelease(environment, 2, fixture.options);
    expect(record).toMatchObject({
      operation: 'destroy',
      stacks: [
        { id: 'base', status: 'kept', since: 1 },
        { id: 'beside', status: 'removed' },
      ],
    });
    expect((await archiveOf(2)).stacks.map(({ id }: { id: string }) => id)).toEqual(['base']);
  });
});

describe('the comparison of releases', () => {
  it('shows resources by attribute, added and removed stacks', async () => {
    await deploy([base('one'), beside]);
    await deploy([base('two'), { id: 'more', data: { new: { input: 'z' } } }]);
    const diff = await diffReleases(environment, {}, fixture.options);
    expect(diff).toMatchObject({ from: 1, to: 2, services: [], baseline: [], schemas: [] });
    expect(diff.stacks).toMatchObject([
      {
        id: 'base',
        action: 'changed',
        resources: [
          {
            address: 'terraform_data.name',
            action: 'changed',
            attributes: [{ path: 'input', before: 'one', after: 'two' }],
          },
        ],
      },
      { id: 'beside', action: 'removed' },
      { id: 'more', action: 'added', resources: [{ address: 'terraform_data.new', action: 'added' }] },
    ]);
    expect((await diffReleases(environment, { from: 2, to: 2 }, fixture.options)).stacks).toEqual([]);
  });
});

describe('the check of the ledger', () => {
  beforeEach(async () => {
    await deploy([base('one'), beside]);
    await deploy([base('two'), beside]);
  });
  const faults = async () => (await verifyReleases(environment, fixture.options)).faults;

  it('finds nothing in what was written', async () => {
    expect(await verifyReleases(environment, fixture.options)).toMatchObject({ faults: [], releases: 2 });
  });

  it('names a record with one byte changed', async () => {
    const key = 'local/releases/00000001.json';
    alter(key, (body) => {
      body.writeUInt8(body.readUInt8(100) ^ 1, 100);
      return body;
    });
    expect((await faults())[0]).toEqual({
      key,
      number: 1,
      kind: 'altered',
      reason: 'its content is not what was written',
    });
  });

  it('names an archive with one byte changed, and one that is gone', async () => {
    const [first, second] = [...bodies().keys()].filter((key) => key.includes('/archives/'));
    alter(first ?? '', (body) => {
      body.writeUInt8(body.readUInt8(40) ^ 1, 40);
      return body;
    });
    alter(second ?? '', () => undefined);
    const found = await faults();
    expect(found.map(({ key }) => key).sort()).toEqual([first, second].sort());
    expect(found.map(({ reason }) => reason).sort()).toEqual([
      expect.stringMatching(/^the archive of release [12] is (gone|not what was written)$/),
      expect.stringMatching(/^the archive of release [12] is (gone|not what was written)$/),
    ]);
    expect(new Set(found.map(({ reason }) => reason.replace(/^.* is /, ''))).size).toBe(2);
  });
});
