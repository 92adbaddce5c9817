import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BacklotError } from '../../../../modules/values/backlot-error.js';
import { deployEnvironment } from '../../../delivery/deploy/index.js';
import { planEnvironment } from '../../../delivery/plan/index.js';
import { stackGraph } from '../../../insight/graph/index.js';
import { environmentStatus } from '../../../insight/status/index.js';
import { environment, FixtureEnvironment } from '../../../test/fixtures/fixture-environment.js';
import { BUCKET, type FixtureStack, read } from '../../../test/fixtures/fixture-stacks.js';
import { readOutputs } from '../../outputs/index.js';

const base: FixtureStack = {
  id: 'base',
  data: { a: { input: 'x' } },
  outputs: {
    name: { value: 'n' },
    token: { value: 'hush-hush', sensitive: true },
    'cross-stack-output-a': { value: 1 },
  },
};
const top: FixtureStack = { id: 'top', dependsOn: ['base'], data: { copy: { input: read('base', 'name') } } };
const yes = async () => true;

let fixture: FixtureEnvironment;
beforeAll(async () => {
  fixture = await FixtureEnvironment.start([base, top]);
  await deployEnvironment(environment, { ...fixture.options, stacks: ['base'], approve: yes });
});
afterAll(() => fixture.stop());

describe('the outputs', () => {
  it('are those of the applied stacks that people read, without sensitive values', async () => {
    expect(await readOutputs(environment, fixture.options)).toEqual({ base: { name: 'n', token: '(sensitive)' } });
  });

  it('hold sensitive values when asked', async () => {
    const outputs = await readOutputs(environment, { ...fixture.options, showSensitive: true });
    expect(outputs).toEqual({ base: { name: 'n', token: 'hush-hush' } });
  });
});

describe('the status', () => {
  it('tells per stack what is applied, by what and when', async () => {
    const status = await environmentStatus(environment, fixture.options);
    expect(status).toMatchObject({ reachable: true, endpoint: fixture.objects.endpoint, resources: 1 });
    const [applied, absent] = status.stacks;
    expect(applied).toMatchObject({ id: 'base', applied: true, serial: 1, resources: 1 });
    expect(applied?.toolVersion).toMatch(/^1\.\d+/);
    expect(Date.parse(applied?.lastApplied ?? '')).toBeGreaterThan(Date.now() - 600_000);
    expect(absent).toEqual({ id: 'top', applied: false, resources: 0, condition: 'not-applied' });
    expect(applied?.condition).toBe('applied');
    expect(status.release?.unknown ?? status.lock?.unknown ?? status.drift?.unknown).toBeUndefined();
  });
});

describe('the status of a sandbox that is stopped', () => {
  const down = async () => {
    throw new BacklotError({ code: 'SandboxDown', message: 'stopped', actions: ['backlot sandbox up'] });
  };

  it('says of nothing that it does not exist, and how to know', async () => {
    const { tooling, ...options } = fixture.options;
    const status = await environmentStatus(environment, { ...options, tooling: { ...tooling, openCloud: down } });
    const unknown = { unknown: 'the sandbox is stopped' };
    expect(status).toEqual({
      ...{ environment: 'local', target: 'sandbox', account: '000000000000', region: 'eu-central-1', reachable: false },
      stacks: [
        { id: 'base', condition: 'unknown' },
        { id: 'top', condition: 'unknown' },
      ],
      ...{ release: unknown, lock: unknown, unfinished: unknown, proof: unknown, drift: unknown },
      actions: ['backlot sandbox up'],
    });
  });

  it('refuses outputs instead of printing none', async () => {
    const { tooling, ...options } = fixture.options;
    const reading = readOutputs(environment, { ...options, tooling: { ...tooling, openCloud: down } });
    await expect(reading).rejects.toMatchObject({ code: 'SandboxDown' });
  });
});

describe('the graph', () => {
  it('is Mermaid and indented text', async () => {
    const graph = await stackGraph(environment, fixture.options);
    expect(graph.mermaid.split('\n')).toEqual([
      'flowchart LR',
      '  base["base<br/>1 resources"]',
      '  top["top<br/>1 resources"]',
      '  base --> top',
    ]);
    expect(graph.text).toBe('base (1)\n  top (1) <- base');
  });
});

describe('a plan that does not ask the cloud', () => {
  it('recognizes an unchanged stack without Terraform, until configuration, state or what it reads changes', async () => {
    const options = { ...fixture.options, refresh: false };
    await deployEnvironment(environment, { ...fixture.options, approve: yes });
    await planEnvironment(environment, options);
    const cached = async () => (await planEnvironment(environment, options)).stacks.map((stack) => stack.cached);
    expect(await cached()).toEqual([true, true]);
    const state = JSON.parse(fixture.objects.text(BUCKET, 'local/base.tfstate') ?? '');
    fixture.objects.put(BUCKET, 'local/base.tfstate', JSON.stringify({ ...state, serial: state.serial + 1 }));
    expect(await cached()).toEqual([false, true]);
    fixture.stacks = [base, { ...top, data: { copy: { input: 'else' } } }];
    expect(await cached()).toEqual([true, false]);
    fixture.stacks = [base, top];
    const asked = await planEnvironment(environment, fixture.options);
    expect(asked.stacks.map((stack) => stack.cached)).toEqual([false, false]);
  });
});

describe('a plan that asks a cloud which can tell what it holds', () => {
  it('starts Terraform only when that has changed since the plan that found nothing to do', async () => {
    let revision: string | undefined = 'one';
    fixture.objects.intercept = (_, path) =>
      path === '/_backlot/save' ? { status: 200, body: JSON.stringify({ revision }) } : undefined;
    const cached = async () =>
      (await planEnvironment(environment, fixture.options)).stacks.map((stack) => stack.cached);
    expect(await cached()).toEqual([false, false]);
    expect(await cached()).toEqual([true, true]);
    revision = 'two';
    expect(await cached()).toEqual([false, false]);
    expect(await cached()).toEqual([true, true]);
    revision = undefined;
    expect(await cached()).toEqual([false, false]);
    fixture.objects.intercept = () => undefined;
  });
});

describe('a stack that is declared no more', () => {
  it('is planned to go, removed after all others, and leaves no state', async () => {
    fixture.stacks = [base];
    const plan = await planEnvironment(environment, fixture.options);
    expect(plan.stacks.map(({ id, status, destroy }) => [id, status, destroy])).toEqual([
      ['base', 'unchanged', 0],
      ['top', 'changed', 1],
    ]);
    expect(plan.stacks[1]?.changes[0]?.reason).toBe('it is no longer declared');
    const result = await deployEnvironment(environment, { ...fixture.options, approve: yes });
    expect(result.stacks[1]).toMatchObject({ id: 'top', status: 'applied', destroy: 1 });
    expect((await planEnvironment(environment, fixture.options)).stacks.map(({ id }) => id)).toEqual(['base']);
    expect(fixture.states(BUCKET)).toEqual(['local/base.tfstate']);
  });
});

describe('what a plan leaves in logs and manifests', () => {
  it('holds no sensitive value', async () => {
    fixture.stacks = [{ ...base, outputs: { token: { value: 'hush-again', sensitive: true } } }];
    const plan = await planEnvironment(environment, fixture.options);
    expect(plan.stacks[0]?.outputs).toContainEqual(
      expect.objectContaining({ name: 'token', action: 'update', sensitive: true }),
    );
    expect(JSON.stringify([plan, fixture.events])).not.toContain('hush');
    const { execFileSync } = await import('node:child_process');
    const found = execFileSync('sh', [
      '-c',
      `grep -rl hush ${fixture.root}/logs ${fixture.root}/plans/*/manifest.json || true`,
    ]);
    expect(found.toString()).toBe('');
  });
});

describe('a deferred stack that turns out to replace something', () => {
  it('is asked about again, and left alone when declined', async () => {
    const replaced = (value: string): FixtureStack => ({ ...base, outputs: { name: { value } } });
    const bound: FixtureStack = {
      id: 'top',
      dependsOn: ['base'],
      data: { copy: { triggers_replace: read('base', 'name') } },
    };
    fixture.stacks = [replaced('one'), bound];
    await deployEnvironment(environment, { ...fixture.options, approve: yes });
    fixture.stacks = [replaced('two'), bound];
    const asked: string[][] = [];
    const result = await deployEnvironment(environment, {
      ...fixture.options,
      approve: async (plan) => {
        asked.push(plan.stacks.map(({ id, status, replace }) => `${id} ${status} ${replace}`));
        return asked.length === 1;
      },
    });
    expect(asked).toEqual([['base changed 0', 'top deferred 0'], ['top changed 1']]);
    expect(result.stacks.map(({ id, status }) => [id, status])).toEqual([
      ['base', 'applied'],
      ['top', 'skipped'],
    ]);
    const again = await deployEnvironment(environment, { ...fixture.options, approve: yes });
    expect(again.totals.replace).toBe(1);
  });
});
