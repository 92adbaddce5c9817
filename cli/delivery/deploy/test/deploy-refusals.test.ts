import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { BacklotError } from '../../../../modules/values/backlot-error.js';
import { destroyEnvironment } from '../../../lifecycle/destroy/index.js';
import { environment, FixtureEnvironment } from '../../../test/fixtures/fixture-environment.js';
import { BUCKET, type FixtureStack, read } from '../../../test/fixtures/fixture-stacks.js';
import { planEnvironment } from '../../plan/index.js';
import { deployEnvironment } from '../index.js';

const yes = async () => true;
const no = async () => false;

const base: FixtureStack = { id: 'base', data: { name: { input: 'one' } }, outputs: { name: { value: 'fixed' } } };
const top: FixtureStack = { id: 'top', dependsOn: ['base'], data: { copy: { input: read('base', 'name') } } };

async function refusal(work: Promise<unknown>): Promise<BacklotError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(BacklotError);
  return error as BacklotError;
}

let fixture: FixtureEnvironment;
beforeEach(async () => {
  fixture = await FixtureEnvironment.start([base, top]);
});
afterEach(() => fixture.stop());

describe('a declined question', () => {
  it('of a deploy changes nothing and exits with 1', async () => {
    const error = await refusal(deployEnvironment(environment, { ...fixture.options, approve: no }));
    expect([error.code, error.exitCode]).toEqual(['Declined', 1]);
    expect(fixture.states(BUCKET)).toEqual([]);
  });

  it('of a destroy removes nothing', async () => {
    await deployEnvironment(environment, { ...fixture.options, approve: yes });
    const error = await refusal(destroyEnvironment(environment, { ...fixture.options, approve: no }));
    expect(error.code).toBe('Declined');
    expect(fixture.states(BUCKET)).toEqual(['local/base.tfstate', 'local/top.tfstate']);
  });
});

describe('a saved plan', () => {
  it('is applied exactly, its deferred stacks are not', async () => {
    const { planId } = await planEnvironment(environment, fixture.options);
    const result = await deployEnvironment(environment, { ...fixture.options, planId, approve: yes });
    expect(result.stacks.map(({ id, status, add }) => [id, status, add])).toEqual([
      ['base', 'applied', 1],
      ['top', 'deferred', 0],
    ]);
    expect(result.outcome).toBe('partial');
    expect(result.actions).toEqual(['backlot deploy local']);
  });

  it('goes on to its deferred stacks when asked to', async () => {
    const { planId } = await planEnvironment(environment, fixture.options);
    const options = { ...fixture.options, planId, approve: yes, continueDeferred: true };
    const result = await deployEnvironment(environment, options);
    expect(result.stacks.map(({ status }) => status)).toEqual(['applied', 'applied']);
  });

  it('is refused after an edit, naming the stack', async () => {
    const { planId } = await planEnvironment(environment, fixture.options);
    fixture.stacks = [{ ...base, data: { name: { input: 'edited' } } }, top];
    const error = await refusal(deployEnvironment(environment, { ...fixture.options, planId, approve: yes }));
    expect(error.code).toBe('StalePlan');
    expect(error.message).toContain("stack 'base': its configuration changed");
    expect(error.details.changed).toEqual([{ stack: 'base', what: 'its configuration changed' }]);
    expect(fixture.states(BUCKET)).toEqual([]);
  });

  it('is refused once it was applied, naming the serial', async () => {
    const { planId } = await planEnvironment(environment, fixture.options);
    await deployEnvironment(environment, { ...fixture.options, planId, approve: yes });
    const error = await refusal(deployEnvironment(environment, { ...fixture.options, planId, approve: yes }));
    expect(error.code).toBe('StalePlan');
    expect(error.message).toContain("stack 'base': it has been applied since (its state has serial 1)");
  });

  it('is refused when a state has moved on, or was made anew', async () => {
    await deployEnvironment(environment, { ...fixture.options, approve: yes });
    const { planId } = await planEnvironment(environment, fixture.options);
    const state = JSON.parse(fixture.objects.text(BUCKET, 'local/top.tfstate') ?? '');
    fixture.objects.put(BUCKET, 'local/top.tfstate', JSON.stringify({ ...state, serial: state.serial + 4 }));
    const moved = await refusal(deployEnvironment(environment, { ...fixture.options, planId, approve: yes }));
    expect(moved.message).toContain(`stack 'top': its state went from serial ${state.serial} to ${state.serial + 4}`);
    fixture.objects.put(BUCKET, 'local/top.tfstate', JSON.stringify({ ...state, lineage: 'another' }));
    const anew = await refusal(deployEnvironment(environment, { ...fixture.options, planId, approve: yes }));
    expect(anew.message).toContain("stack 'top': its state was made anew");
  });

  it('that nobody saved is named, with the ones that there are', async () => {
    const { planId } = await planEnvironment(environment, fixture.options);
    const error = await refusal(deployEnvironment(environment, { ...fixture.options, planId: 'nope', approve: yes }));
    expect([error.code, error.exitCode]).toEqual(['UnknownPlan', 3]);
    expect(error.message).toMatch(new RegExp(`it has ${planId} \\(\\d{4}-\\d\\d-\\d\\dT[\\d:]+Z\\)$`));
  });

  it('is guessed for no other that is spelled alike', async () => {
    const { planId } = await planEnvironment(environment, fixture.options);
    const typed = `${planId.slice(0, -1)}${planId.endsWith('0') ? '1' : '0'}`;
    const error = await refusal(deployEnvironment(environment, { ...fixture.options, planId: typed, approve: yes }));
    expect(error.message).not.toContain('did you mean');
    expect(error.actions).toEqual(['backlot plan local']);
  });
});

describe('a wish', () => {
  it('for a stack that is not there names those that are', async () => {
    const error = await refusal(planEnvironment(environment, { ...fixture.options, stacks: ['bsae'] }));
    expect([error.code, error.exitCode]).toEqual(['UnknownStack', 3]);
    expect(error.message).toBe("environment 'local' has no stack 'bsae'; it has base, top; did you mean 'base'?");
  });

  it('to destroy what another stack stands on is refused', async () => {
    await deployEnvironment(environment, { ...fixture.options, approve: yes });
    const options = { ...fixture.options, stacks: ['base'], approve: yes };
    const error = await refusal(destroyEnvironment(environment, options));
    expect(error.code).toBe('StillNeeded');
    expect(error.message).toBe("stack 'base' is needed by 'top', which would stay");
  });
});

describe('an image of a service that is not declared', () => {
  const services = { api: { run: 'kubernetes' }, mail: { run: 'ecs' } };
  const declared = { ...environment, cluster: {}, services } as unknown as typeof environment;

  it.each([
    ['apo', /'apo', but environment 'local' has on Kubernetes api; did you mean 'api'\?/],
    ['mail', /'mail', but environment 'local' has on Kubernetes api/],
  ])('is refused before anything is opened or planned: %s', async (service, message) => {
    const images = { [service]: '1.0' };
    for (const work of [
      deployEnvironment(declared, { ...fixture.options, images, approve: yes }),
      planEnvironment(declared, { ...fixture.options, images }),
    ]) {
      const error = await refusal(work);
      expect([error.code, error.exitCode, error.message]).toEqual([
        'UnknownService',
        3,
        expect.stringMatching(message),
      ]);
    }
    expect(fixture.events).toEqual([]);
    expect(fixture.objects.requests).toEqual([]);
  });
});
