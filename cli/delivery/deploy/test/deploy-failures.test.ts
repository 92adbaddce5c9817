import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { environmentStatus } from '../../../insight/status/index.js';
import { environment, FixtureEnvironment } from '../../../test/fixtures/fixture-environment.js';
import { BUCKET, type FixtureStack, read, ref } from '../../../test/fixtures/fixture-stacks.js';
import { until } from '../../../test/fixtures/until.js';
import { planEnvironment } from '../../plan/index.js';
import { deployEnvironment } from '../index.js';

const yes = async () => true;
const run = (command: string) => ({ provisioner: [{ 'local-exec': { command } }] });

const beside: FixtureStack = { id: 'beside', data: { alone: { input: 'x' } } };
const named = { name: { value: 'n' } };
const top: FixtureStack = { id: 'top', dependsOn: ['base'], data: { copy: { input: read('base', 'name') } } };

let fixture: FixtureEnvironment;
beforeEach(async () => {
  fixture = await FixtureEnvironment.start([]);
});
afterEach(() => fixture.stop());

describe('a stack that fails', () => {
  it('stops its dependants, not its siblings, and says which resource, why, and where the log is', async () => {
    const base = { id: 'base', data: { bad: { input: 'x', ...run('echo no luck >&2; exit 7') } }, outputs: named };
    fixture.stacks = [base, top, beside];
    const result = await deployEnvironment(environment, { ...fixture.options, approve: yes });
    expect(result.stacks.map(({ id, status }) => [id, status])).toEqual([
      ['base', 'failed'],
      ['top', 'skipped'],
      ['beside', 'applied'],
    ]);
    const [failed, skipped] = result.stacks;
    expect(failed?.error?.code).toBe('TerraformFailed');
    expect(failed?.error?.message).toMatch(
      /^stack 'base': terraform_data\.bad\.provisioner\[0\]\.local-exec: local-exec provisioner error/s,
    );
    expect(failed?.error?.message).toContain('no luck');
    expect(skipped?.reason).toBe("'base' was not applied");
    expect(result.outcome).toBe('failed');
    expect(await readFile(String(failed?.error?.log), 'utf8')).toContain('no luck');
  });

  it('and those that it stops keep the number of resources that their states have', async () => {
    const base: FixtureStack = { id: 'base', data: { good: { input: 'n' } }, outputs: named };
    fixture.stacks = [base, top];
    await deployEnvironment(environment, { ...fixture.options, approve: yes });
    fixture.stacks = [{ ...base, data: { ...base.data, bad: { input: ref('nonsense.x') } } }, top];
    const result = await deployEnvironment(environment, { ...fixture.options, approve: yes });
    expect(result.stacks.map(({ id, status, resources }) => [id, status, resources])).toEqual([
      ['base', 'failed', 1],
      ['top', 'skipped', 1],
    ]);
    expect(result.totals.resources).toBe(2);
  });

  it('at planning is shown in the plan and does not keep its siblings from being applied', async () => {
    fixture.stacks = [{ id: 'base', data: { bad: { input: ref('nonsense.x') } }, outputs: named }, top, beside];
    const result = await deployEnvironment(environment, { ...fixture.options, approve: yes });
    expect(result.stacks.map(({ status }) => status)).toEqual(['failed', 'skipped', 'applied']);
    expect(result.stacks[0]?.error?.message).toContain('Reference to undeclared resource');
  });
});

describe('a locked state', () => {
  const lock = {
    ID: '0b6a7bd7-3d28-4a2e-a3ec-6e5b1f3b2d10',
    Operation: 'OperationTypeApply',
    Who: 'sam@build-7',
    Version: '1.11.4',
    Created: '2026-11-20T23:00:00Z',
    Info: '',
    Path: `${BUCKET}/local/beside.tfstate`,
  };

  it('names holder, operation and time, and the command that unlocks, and is left alone', async () => {
    fixture.stacks = [beside];
    await planEnvironment(environment, fixture.options);
    fixture.objects.put(BUCKET, 'local/beside.tfstate.tflock', JSON.stringify(lock));
    const result = await deployEnvironment(environment, { ...fixture.options, approve: yes });
    const error = result.stacks[0]?.error;
    expect(error?.code).toBe('StateLocked');
    expect(error?.message).toBe(
      `the state of stack 'beside' is locked by sam@build-7 (OperationTypeApply) since 2026-11-20T23:00:00.000Z, lock id ${lock.ID}`,
    );
    expect(error?.actions[0]).toContain(
      `-chdir=${join(fixture.root, 'work/stacks/beside')} force-unlock -force ${lock.ID}`,
    );
    expect(error?.actions[0]).toContain(`AWS_ENDPOINT_URL=${fixture.objects.endpoint} `);
    expect(fixture.objects.text(BUCKET, 'local/beside.tfstate.tflock')).toBe(JSON.stringify(lock));
    const status = await environmentStatus(environment, fixture.options);
    expect(status.stacks[0]).toMatchObject({ applied: false, lock: { who: 'sam@build-7', id: lock.ID } });
  });
});

describe('a state that cannot be stored', () => {
  const kept = () => join(fixture.root, 'work/stacks/beside/errored.tfstate');
  const refuse = (method: string, path: string) =>
    method === 'PUT' && path.endsWith('.tfstate')
      ? { status: 403, body: '<Error><Code>AccessDenied</Code><Message>no</Message></Error>' }
      : undefined;

  /** Deploys while states can't be stored, then lets them. */
  async function deployUnsaved() {
    fixture.stacks = [beside];
    fixture.objects.intercept = refuse;
    const result = await deployEnvironment(environment, { ...fixture.options, approve: yes });
    fixture.objects.intercept = () => undefined;
    return result;
  }

  it('is kept beside the configuration, with the command that stores it and goes on', async () => {
    const result = await deployUnsaved();
    expect(result.stacks[0]?.error?.code).toBe('StateNotSaved');
    expect(result.stacks[0]?.error?.actions).toEqual([expect.stringContaining('backlot deploy local')]);
    expect(result.stacks[0]?.error?.hints).toEqual([expect.stringContaining(`state push ${kept()}`)]);
    expect(existsSync(kept())).toBe(true);
  });

  it.each([
    ['plan', () => planEnvironment(environment, fixture.options)],
    ['deploy', () => deployEnvironment(environment, { ...fixture.options, approve: yes })],
  ])('is stored by the next %s, which finds nothing left to do', async (_, next) => {
    await deployUnsaved();
    const result = await next();
    expect(result.stacks).toMatchObject([{ status: 'unchanged' }]);
    expect(existsSync(kept())).toBe(false);
    expect(fixture.objects.text(BUCKET, 'local/beside.tfstate')).toContain('alone');
    expect(fixture.events).toContainEqual(
      expect.objectContaining({ type: 'note', message: expect.stringContaining('is stored now (serial 1') }),
    );
  });

  it('is not stored over what somebody has stored since: both commands that decide are named', async () => {
    await deployUnsaved();
    const theirs = { ...JSON.parse(await readFile(kept(), 'utf8')), serial: 4, resources: [] };
    fixture.objects.put(BUCKET, 'local/beside.tfstate', JSON.stringify(theirs));
    const plan = await planEnvironment(environment, fixture.options);
    expect(plan.stacks[0]).toMatchObject({
      status: 'failed',
      error: {
        code: 'StateNotSaved',
        message: expect.stringContaining('newer (serial 4, the kept one has 1)'),
        hints: [expect.stringMatching(/state push -force \S+errored\.tfstate, then remove it/)],
        actions: [expect.stringMatching(/^mv \S+errored\.tfstate \S+\.old$/), 'backlot plan local'],
      },
    });
    expect(existsSync(kept())).toBe(true);
    expect(fixture.objects.text(BUCKET, 'local/beside.tfstate')).toBe(JSON.stringify(theirs));
  });

  it('and whose lock could not be taken away either, is stored, and the lock released', async () => {
    fixture.stacks = [beside];
    const denied = { status: 403, body: '<Error><Code>AccessDenied</Code><Message>no</Message></Error>' };
    fixture.objects.intercept = (method, path) =>
      refuse(method, path) ?? (method === 'DELETE' && path.endsWith('.tflock') ? denied : undefined);
    await deployEnvironment(environment, { ...fixture.options, approve: yes });
    expect(fixture.objects.text(BUCKET, 'local/beside.tfstate.tflock')).toBeDefined();
    fixture.objects.intercept = () => undefined;
    const result = await deployEnvironment(environment, { ...fixture.options, approve: yes });
    expect(result).toMatchObject({ outcome: 'complete', stacks: [{ status: 'unchanged' }] });
    expect(fixture.objects.text(BUCKET, 'local/beside.tfstate.tflock')).toBeUndefined();
  });
});

describe('an interrupt', () => {
  it('lets Terraform save what it made, starts nothing new, and names the command that resumes', async () => {
    const started = join(fixture.folder, 'started');
    const slow = { input: 'x', ...run(`touch ${started}; exec sleep 60`) };
    fixture.stacks = [{ id: 'base', data: { quick: { input: 'q' }, slow }, outputs: named }, top];
    const running = deployEnvironment(environment, { ...fixture.options, approve: yes });
    await until(() => existsSync(started));
    fixture.interrupt();
    const result = await running;
    expect(result.stacks.map(({ id, status }) => [id, status])).toEqual([
      ['base', 'interrupted'],
      ['top', 'skipped'],
    ]);
    expect(result.outcome).toBe('interrupted');
    expect(result.actions).toEqual(['backlot deploy local']);
    expect(fixture.objects.text(BUCKET, 'local/base.tfstate')).toContain('quick');
    expect(fixture.objects.text(BUCKET, 'local/base.tfstate.tflock')).toBeUndefined();
    fixture.stacks = [{ id: 'base', data: { quick: { input: 'q' }, slow: { input: 'x' } }, outputs: named }, top];
    const next = await deployEnvironment(environment, { ...fixture.options, approve: yes });
    expect(next.outcome).toBe('complete');
  });
});

describe('what is left on the disk', () => {
  it('is readable by nobody else, and only the last ten plans', async () => {
    fixture.stacks = [beside];
    for (let count = 0; count < 12; count += 1)
      await planEnvironment(environment, { ...fixture.options, refresh: false });
    const plans = join(fixture.root, 'plans');
    const kept = await readdir(plans);
    expect(kept).toHaveLength(10);
    const modes = await Promise.all(
      [plans, join(plans, kept[0] ?? ''), join(plans, kept[0] ?? '', 'beside.tfplan')].map(async (path) =>
        ((await stat(path)).mode & 0o777).toString(8),
      ),
    );
    expect(modes).toEqual(['700', '700', '600']);
  });
});
