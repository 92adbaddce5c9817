import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { hostname, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import { deployEnvironment } from '../delivery/deploy/index.js';
import { planEnvironment } from '../delivery/plan/index.js';
import { listReleases, newestProof, showRelease, verifyReleases } from '../delivery/releases/index.js';
import { withLedger } from '../delivery/releases/with-ledger.js';
import { rollbackEnvironment } from '../delivery/rollback/index.js';
import { findDrift } from '../insight/drift/index.js';
import { listLocks, releaseLock } from '../running/locks/index.js';
import { readUnsettled } from '../session/journal/index.js';
import { readOutputs } from '../session/outputs/index.js';
import { environment, type FixtureEnvironment } from './fixtures/fixture-environment.js';
import { BUCKET } from './fixtures/fixture-stacks.js';
import { made, objectsOf, optionsAt, pathOf, startMadeBefore, textOf } from './fixtures/made-before.js';

let fixture: FixtureEnvironment;
afterEach(() => fixture.stop());

const statusesOf = ({ stacks }: { stacks: readonly { id: string; status: string }[] }) =>
  Object.fromEntries(stacks.map(({ id, status }) => [id, status]));
const notes = () => fixture.events.flatMap((event) => (event.type === 'note' ? [event.message] : []));
const recordOf = (number: number) => objectsOf('deployed').get(`local/releases/0000000${number}.json`) ?? Buffer.of();
interface StoredResource {
  readonly mode: string;
  readonly instances: readonly { readonly attributes: { readonly input: { readonly value: unknown } } }[];
}

/** What the resources in the state of a stack were made from. */
const inputs = (stack: string): unknown[] => {
  const state = JSON.parse(fixture.objects.text(BUCKET, `local/${stack}.tfstate`) ?? '{"resources":[]}');
  const resources = (state.resources as StoredResource[]).filter(({ mode }) => mode === 'managed');
  return resources.flatMap(({ instances }) => instances.map(({ attributes }) => attributes.input.value));
};

describe('an environment that an earlier version deployed', () => {
  it('needs no change, and has not drifted', async () => {
    fixture = await startMadeBefore('deployed');
    const plan = await planEnvironment(environment, optionsAt('deployed', fixture));
    expect(statusesOf(plan)).toEqual({ base: 'unchanged', beside: 'unchanged', top: 'unchanged' });
    expect(plan).toMatchObject({ hasChanges: false, totals: { add: 0, change: 0, replace: 0, destroy: 0, drift: 0 } });
    expect(notes()).toEqual([]);
    const drift = await findDrift(environment, { ...optionsAt('deployed', fixture), cluster: false });
    // What only the real AWS could tell, about things outside of all states, isn't known here.
    const clean = drift.owners.filter(({ resources, status }) => status === 'clean' && resources.length === 0);
    expect(clean.map(({ id, appliedAt }) => [id, Date.parse(appliedAt ?? '') > 0])).toEqual(
      ['base', 'beside', 'top'].map((id) => [id, true]),
    );
  });

  it('gives its outputs, and hides what is sensitive', async () => {
    fixture = await startMadeBefore('deployed');
    const options = optionsAt('deployed', fixture);
    const outputs = { base: { name: 'two', phrase: '(sensitive)' }, beside: {}, top: {} };
    expect(await readOutputs(environment, options)).toEqual(outputs);
    const shown = await readOutputs(environment, { ...options, showSensitive: true });
    expect(shown.base).toEqual({ name: 'two', phrase: 'only an example' });
  });

  it('can be deployed, which takes the lock and the journal on from where they were', async () => {
    fixture = await startMadeBefore('deployed');
    const result = await deployEnvironment(environment, optionsAt('planned', fixture));
    expect(result).toMatchObject({ outcome: 'complete', release: { number: 7, recorded: true } });
    expect(statusesOf(result)).toEqual({ base: 'unchanged', beside: 'applied', top: 'unchanged' });
    const { record } = await showRelease(environment, 7, fixture.options);
    expect(record).toMatchObject({ token: 6, previous: sha256(recordOf(6)) });
    expect(await verifyReleases(environment, fixture.options)).toMatchObject({ faults: [], releases: 7 });
  });

  it('goes back to a release of the earlier version', async () => {
    fixture = await startMadeBefore('deployed');
    expect([inputs('base'), inputs('top'), inputs('extra')]).toEqual([['two'], ['two'], []]);
    const result = await rollbackEnvironment(environment, { ...optionsAt('deployed', fixture), release: 1 });
    expect(result).toMatchObject({ outcome: 'complete', from: 5, target: 1, release: { number: 7, recorded: true } });
    expect([inputs('base'), inputs('top'), inputs('extra')]).toEqual([['one'], ['one'], ['x']]);
  });
});

describe('the ledger of an earlier version', () => {
  it('lists and shows what was recorded, and its chain is whole', async () => {
    fixture = await startMadeBefore('deployed');
    const entries = await listReleases(environment, fixture.options);
    expect(entries.map(({ record }) => [record.number, record.operation, record.outcome, record.token])).toEqual([
      [6, 'restore-proof', 'complete', 0],
      [5, 'destroy', 'complete', 5],
      [4, 'deploy', 'complete', 4],
      [3, 'rollback', 'complete', 3],
      [2, 'deploy', 'complete', 2],
      [1, 'deploy', 'complete', 1],
    ]);
    for (const { record, hash } of entries) {
      const { seal, ...written } = JSON.parse(recordOf(record.number).toString());
      expect(record).toEqual(written);
      expect(hash).toBe(sha256(recordOf(record.number)));
      expect((await showRelease(environment, record.number, fixture.options)).record).toEqual(written);
    }
    expect(await verifyReleases(environment, fixture.options)).toMatchObject({ faults: [], releases: 6 });
    // It can tell: a byte of a record, and an archive.
    const altered = recordOf(3).toString().replace('"rollback"', '"rollbacK"');
    fixture.objects.put(BUCKET, 'local/releases/00000003.json', altered);
    const archive = [...objectsOf('deployed').keys()].find((key) => key.includes('/archives/')) ?? '';
    fixture.objects.buckets.get(BUCKET)?.delete(archive);
    const { faults } = await verifyReleases(environment, fixture.options);
    expect(faults.map(({ key }) => key)).toEqual(
      expect.arrayContaining(['local/releases/00000003.json', 'local/releases/00000004.json', archive]),
    );
  });

  it('holds the proof of a backup, as old as its record', async () => {
    fixture = await startMadeBefore('deployed');
    const found = await withLedger(environment, fixture.options, (_, { objects, signing }) =>
      newestProof(environment, { objects, signing }),
    );
    expect(found).toMatchObject({
      release: 6,
      proof: { set: 'b-20261130T120000Z', outcome: 'proven', rpoSeconds: 12 },
    });
    expect(found?.ageSeconds).toBeGreaterThanOrEqual(3_590);
  });
});

describe('a plan that an earlier version saved', () => {
  /** Lays the plan where it was, and its endpoint where the sandbox is now: a sandbox keeps its port, a test has another. */
  const layPlan = async (endpoint?: string) => {
    const folder = join(fixture.root, 'plans', made.planId);
    await cp(pathOf('planned', 'plans', made.planId), folder, { recursive: true });
    const manifest = join(folder, 'manifest.json');
    const saved = JSON.parse(await readFile(manifest, 'utf8'));
    if (endpoint) await writeFile(manifest, JSON.stringify({ ...saved, endpoint }));
  };
  const apply = () => deployEnvironment(environment, { ...optionsAt('planned', fixture), planId: made.planId });

  it('is applied where all is as it was, once', async () => {
    fixture = await startMadeBefore('deployed');
    await layPlan(fixture.objects.endpoint);
    const result = await apply();
    const { stdout } = await execa(fixture.binary, ['version', '-json']);
    const { terraform_version: version } = JSON.parse(stdout);
    if (version !== made.terraform) {
      // The plan is accepted. What Terraform says of plans of another Terraform is its own.
      const { error } = result.stacks.find(({ id }) => id === 'beside') ?? {};
      expect(error?.message).toContain(made.terraform);
      return;
    }
    expect(result).toMatchObject({ outcome: 'complete', release: { number: 7, recorded: true } });
    expect(statusesOf(result)).toEqual({ base: 'unchanged', beside: 'applied', top: 'unchanged' });
    expect(inputs('beside')).toEqual(['y']);
    await expect(apply()).rejects.toMatchObject({
      code: 'StalePlan',
      details: { changed: [{ stack: 'beside', what: 'its state went from serial 1 to 2' }] },
    });
  });

  it('is refused where the sandbox is at another address, and nothing else is held against it', async () => {
    fixture = await startMadeBefore('deployed');
    await layPlan();
    const { endpoint } = JSON.parse(textOf('planned', 'plans', made.planId, 'manifest.json'));
    const place = '000000000000 eu-central-1';
    const what = `it was made for ${place} ${endpoint}, the environment is now at ${place} ${fixture.objects.endpoint}`;
    await expect(apply()).rejects.toMatchObject({ code: 'StalePlan', details: { changed: [{ what }] } });
  });

  it('is refused where something else is declared by now', async () => {
    fixture = await startMadeBefore('deployed');
    await layPlan(fixture.objects.endpoint);
    const options = { ...optionsAt('deployed', fixture), planId: made.planId };
    await expect(deployEnvironment(environment, options)).rejects.toMatchObject({
      code: 'StalePlan',
      details: { changed: [{ stack: 'beside', what: 'its configuration changed' }] },
    });
  });
});

describe('a deploy of an earlier version that was killed', () => {
  const { holder } = JSON.parse(textOf('killed', 'bucket', 'local', 'environment.lock.json'));
  const terraformLock = JSON.parse(textOf('killed', 'bucket', 'local', 'slow.tfstate.tflock'));
  const doing = "applying 'slow' (2 to change)";
  const killed = new RegExp(`^deploy of ${holder.who} \\(process ${holder.pid}\\) was killed (60 min|1 h) ago while `);
  /** Ends the provisioner of the stack at once. */
  const letPass = async () => {
    const folder = join(fixture.root, 'work/stacks/slow');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'release'), '');
  };
  const deploy = () => deployEnvironment(environment, optionsAt('killed', fixture));
  /** All is there, it is told of by nobody, and the killed run has its record. */
  const expectSettled = async () => {
    expect(inputs('slow')).toEqual(['q', 'w']);
    const records = (await listReleases(environment, { ...fixture.options, limit: 2 })).map(({ record }) => record);
    expect(records.map(({ number, outcome, token, actor }) => [number, outcome, token, actor.who])).toEqual([
      [8, 'complete', 7, expect.any(String)],
      [7, 'interrupted', 6, holder.who],
    ]);
    expect(await listLocks(environment, optionsAt('killed', fixture))).toEqual([]);
    fixture.events.length = 0;
    const plan = await planEnvironment(environment, optionsAt('killed', fixture));
    expect([plan.hasChanges, notes()]).toEqual([false, []]);
    const unsettled = await withLedger(environment, fixture.options, (_, { objects }) =>
      readUnsettled(environment, objects),
    );
    expect(unsettled.steps).toEqual([]);
  };

  it('is told with the step that it was in, and with its locks', async () => {
    fixture = await startMadeBefore('deployed', 'killed');
    const options = optionsAt('killed', fixture);
    const unsettled = await withLedger(environment, options, (_, { objects }) => readUnsettled(environment, objects));
    expect(unsettled.killed).toMatchObject([
      { step: 'stack:slow', intent: doing, token: 6, holder: { id: holder.id } },
    ]);
    expect(unsettled.createsOf('slow')).toEqual(
      ['quick', 'waiting'].map((name) => ({ address: `terraform_data.${name}`, type: 'terraform_data' })),
    );
    expect(await listLocks(environment, options)).toEqual([
      {
        ...{ subject: 'environment', id: holder.id, who: holder.who, operation: 'deploy', since: holder.since },
        ...{ ageSeconds: expect.any(Number), alive: false, doing: [doing] },
      },
      expect.objectContaining({ subject: 'slow', id: terraformLock.ID, who: terraformLock.Who }),
    ]);
    await planEnvironment(environment, options);
    expect(notes()).toEqual([expect.stringMatching(killed)]);
    expect(notes()[0]).toContain(`while ${doing}; what it made and could not note is looked for; resume with: `);
  });

  it('on another machine is settled by a deploy, once the lock of its Terraform is taken away by name', async () => {
    fixture = await startMadeBefore('deployed', 'killed');
    await letPass();
    const taken = await releaseLock(environment, terraformLock.ID, optionsAt('killed', fixture));
    expect(taken).toMatchObject({ subject: 'slow', id: terraformLock.ID });
    expect((await deploy()).outcome).toBe('complete');
    expect(notes()).toEqual(
      expect.arrayContaining([expect.stringMatching(/its lock has ended$/), expect.stringMatching(killed)]),
    );
    await expectSettled();
  });

  it('on this machine is settled by a deploy, which takes away the lock of its Terraform by itself', async () => {
    fixture = await startMadeBefore('deployed', 'killed');
    await letPass();
    const Who = `${userInfo().username}@${hostname()}`;
    fixture.objects.put(BUCKET, 'local/slow.tfstate.tflock', JSON.stringify({ ...terraformLock, Who }));
    const run = join('stacks', 'slow', '.terraform-run.json');
    await mkdir(dirname(join(fixture.root, 'work', run)), { recursive: true });
    await cp(pathOf('killed', run), join(fixture.root, 'work', run));
    expect((await deploy()).outcome).toBe('complete');
    expect(notes()).toContainEqual(
      expect.stringMatching(/^'slow' was still locked by Terraform .* the lock is released$/),
    );
    await expectSettled();
  });
});

function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
