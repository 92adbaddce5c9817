import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { environment, FixtureEnvironment } from '../../../test/fixtures/fixture-environment.js';
import { BUCKET, type FixtureStack, read, ref } from '../../../test/fixtures/fixture-stacks.js';
import { deployEnvironment } from '../../deploy/index.js';
import { planEnvironment } from '../../plan/index.js';
import { listReleases, showRelease } from '../../releases/index.js';
import { type RollbackPreview, rollbackEnvironment } from '../index.js';

const yes = async () => true;

const base = (input: string): FixtureStack => ({
  id: 'base',
  data: { name: { input } },
  outputs: { name: { value: ref('terraform_data.name.output') } },
});
const top: FixtureStack = { id: 'top', dependsOn: ['base'], data: { copy: { input: read('base', 'name') } } };
const extra: FixtureStack = { id: 'extra', data: { more: { input: 'x' } } };

let fixture: FixtureEnvironment;
beforeEach(async () => {
  fixture = await FixtureEnvironment.start([base('one'), top]);
});
afterEach(() => fixture.stop());

const deploy = (...stacks: readonly FixtureStack[]) => {
  fixture.stacks = stacks;
  return deployEnvironment(environment, { ...fixture.options, approve: yes });
};
const numbers = async () => (await listReleases(environment, fixture.options)).map(({ record }) => record.number);
const stateOf = (stack: string) => {
  const { resources, outputs } = JSON.parse(fixture.objects.text(BUCKET, `local/${stack}.tfstate`) ?? '{}');
  return { resources, outputs };
};

describe('the stacks of a rollback', () => {
  it('come back from the record: the state is what it was, and a stack that is newer goes', async () => {
    await deploy(base('one'), top);
    const before = [stateOf('base'), stateOf('top')];
    expect((await deploy(base('two'), top, extra)).release).toMatchObject({ number: 2, recorded: true });
    expect([stateOf('base'), stateOf('top')]).not.toEqual(before);
    const previews: RollbackPreview[] = [];
    // The checkout holds nothing of all that any more.
    fixture.stacks = [];
    const approve = async (preview: RollbackPreview) => previews.push(preview) > 0;
    const result = await rollbackEnvironment(environment, { ...fixture.options, approve });
    expect(result).toMatchObject({ outcome: 'complete', from: 2, target: 1, release: { number: 3, recorded: true } });
    expect(previews[0]?.plan.stacks.map(({ id, status }) => [id, status])).toEqual([
      ['base', 'changed'],
      ['top', 'deferred'],
      ['extra', 'changed'],
    ]);
    expect([stateOf('base'), stateOf('top')]).toEqual(before);
    expect(stateOf('extra').resources ?? []).toEqual([]);
    const { record } = await showRelease(environment, 3, fixture.options);
    expect(record).toMatchObject({ operation: 'rollback', rollbackOf: 1, outcome: 'complete' });
    const { archive } = (await showRelease(environment, 1, fixture.options)).record;
    expect(archive).toMatch(/^[0-9a-f]{64}$/);
    expect(record.archive).toBe(archive);
    fixture.stacks = [base('one'), top];
    expect((await planEnvironment(environment, fixture.options)).hasChanges).toBe(false);
  });

  it('are left alone when that is declined', async () => {
    await deploy(base('one'), top);
    await deploy(base('two'), top);
    const declining = { ...fixture.options, approve: async () => false };
    await expect(rollbackEnvironment(environment, declining)).rejects.toMatchObject({ code: 'Declined' });
    expect(await numbers()).toEqual([2, 1]);
  });

  it('go further back with the next rollback, never forth again', async () => {
    for (const input of ['one', 'two', 'three']) await deploy(base(input), top);
    const options = { ...fixture.options, approve: yes };
    expect(await rollbackEnvironment(environment, options)).toMatchObject({ from: 3, target: 2 });
    expect(await rollbackEnvironment(environment, options)).toMatchObject({ from: 4, target: 1 });
    await expect(rollbackEnvironment(environment, options)).rejects.toMatchObject({
      code: 'NoRelease',
      exitCode: 3,
      message: expect.stringContaining('it has no good release before 1'),
    });
    expect(await rollbackEnvironment(environment, { ...options, release: 3 })).toMatchObject({ from: 5, target: 3 });
  });

  it('are not recorded again when nothing was to be done', async () => {
    await deploy(base('one'), top);
    const again = await deploy(base('one'), top);
    expect(again.release).toEqual({ number: 1, hash: expect.any(String), recorded: false });
    const rolled = await rollbackEnvironment(environment, { ...fixture.options, approve: yes, release: 1 });
    expect(rolled).toMatchObject({ from: 1, target: 1, release: { number: 1, recorded: false } });
    expect(await numbers()).toEqual([1]);
  });
});
