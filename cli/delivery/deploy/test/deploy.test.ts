import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { destroyEnvironment } from '../../../lifecycle/destroy/index.js';
import { environment, FixtureEnvironment } from '../../../test/fixtures/fixture-environment.js';
import { BUCKET, type FixtureStack, read, ref } from '../../../test/fixtures/fixture-stacks.js';
import { planEnvironment } from '../../plan/index.js';
import { deployEnvironment } from '../index.js';

const yes = async () => true;

const base: FixtureStack = {
  id: 'base',
  data: { name: { input: 'one' } },
  outputs: { name: { value: ref('terraform_data.name.output') } },
};
const middle: FixtureStack = {
  id: 'middle',
  dependsOn: ['base'],
  data: { copy: { input: read('base', 'name') } },
  outputs: { copy: { value: ref('terraform_data.copy.output') } },
};
const top: FixtureStack = { id: 'top', dependsOn: ['middle'], data: { copy: { input: read('middle', 'copy') } } };
const beside: FixtureStack = { id: 'beside', data: { alone: { input: 'x' } } };

describe('the life of an environment', () => {
  let fixture: FixtureEnvironment;
  beforeAll(async () => {
    fixture = await FixtureEnvironment.start([base, middle, top, beside]);
  });
  afterAll(() => fixture.stop());

  it('is planned with deferred stacks, applied in waves, found unchanged, changed, and removed without a trace', async () => {
    const first = await planEnvironment(environment, fixture.options);
    expect(first.stacks.map(({ id, status, add }) => [id, status, add])).toEqual([
      ['base', 'changed', 1],
      ['middle', 'deferred', 0],
      ['top', 'deferred', 0],
      ['beside', 'changed', 1],
    ]);
    const deployed = await deployEnvironment(environment, { ...fixture.options, approve: yes });
    expect(deployed.outcome).toBe('complete');
    expect(deployed.stacks.map(({ id, status, add, resources }) => [id, status, add, resources])).toEqual([
      ['base', 'applied', 1, 1],
      ['middle', 'applied', 1, 1],
      ['top', 'applied', 1, 1],
      ['beside', 'applied', 1, 1],
    ]);
    const second = await planEnvironment(environment, fixture.options);
    expect(second.stacks.map(({ status }) => status)).toEqual(['unchanged', 'unchanged', 'unchanged', 'unchanged']);
    expect(second.hasChanges).toBe(false);
    fixture.stacks = [{ ...base, data: { name: { input: 'two' } } }, middle, top, beside];
    const third = await planEnvironment(environment, fixture.options);
    expect(third.stacks.map(({ id, status, change }) => [id, status, change])).toEqual([
      ['base', 'changed', 1],
      ['middle', 'deferred', 0],
      ['top', 'deferred', 0],
      ['beside', 'unchanged', 0],
    ]);
    expect(third.stacks[0]?.changes[0]?.attributes.map(({ path, before, after }) => [path, before, after])).toEqual([
      ['input', 'one', 'two'],
      ['output', 'one', undefined],
    ]);
    const changed = await deployEnvironment(environment, { ...fixture.options, approve: yes });
    expect(changed.totals).toMatchObject({ add: 0, change: 3, replace: 0, destroy: 0 });
    const destroyed = await destroyEnvironment(environment, { ...fixture.options, approve: yes });
    expect(destroyed.outcome).toBe('complete');
    expect(destroyed.totals.destroy).toBe(4);
    const order = destroyed.stacks.map(({ id }) => id);
    expect(order.indexOf('top')).toBeLessThan(order.indexOf('middle'));
    expect(fixture.objects.buckets.has(BUCKET)).toBe(false);
  });
});
