import { describe, expect, it, jest } from '@jest/globals';
import type { Operations } from '../../base-command/operations.js';
import { type CanaryOutcome, type CanaryVerdict, canaryHistory, canaryOverview } from '../../delivery/canary/index.js';
import { MemoryCluster, type Recorded } from '../../delivery/canary/test/memory-cluster.js';
import CanaryAbort from '../canary/abort.js';
import CanaryHistory from '../canary/history.js';
import CanaryPause from '../canary/pause.js';
import CanaryPromote from '../canary/promote.js';
import CanaryRetry from '../canary/retry.js';
import CanaryStatus from '../canary/status.js';
import { environmentOf, environmentsOf } from './support/environments.js';
import { runCommand } from './support/run-command.js';

const local = environmentOf('local');
const prod = environmentOf('prod', { protected: true });
const environments = environmentsOf(local, prod);

const recorded = (phase: Recorded) => canaryOverview(local, { connect: async () => MemoryCluster.of(phase) });
const overview = (phase: Recorded) => jest.fn<Operations['canaryOverview']>(async () => recorded(phase));

/** A watch that ends like this. */
function ending(...outcomes: readonly CanaryOutcome[]): Operations['followCanaries'] {
  return async () => {
    const seen = await recorded('held');
    const [status] = seen.services;
    if (!status) throw new Error('nothing is recorded');
    const verdict = (outcome: CanaryOutcome): CanaryVerdict => ({
      service: 'api',
      namespace: 'streaming',
      outcome,
      reason: 'p95 0.412 s > 0.276 s',
      image: 'api:6.0.0',
      revision: 12,
      deciding: [],
      analyses: [],
      status,
      durationMs: 10,
      actions: ['backlot canary retry local api'],
    });
    return { ...seen, verdicts: outcomes.map(verdict) };
  };
}

/** Acting on a recorded cluster: `cluster` tells what was changed. */
function acting(phase: Recorded) {
  const cluster = MemoryCluster.of(phase);
  const actOnCanaries: Operations['actOnCanaries'] = async (environment, options) => {
    cluster.change('Rollout', 'api', { metadata: { labels: { 'backlot.dev/environment': environment.id } } });
    const { actOnCanaries: act } = await import('../../delivery/canary/index.js');
    return act(environment, { ...options, connect: async () => cluster, timeoutMs: options.timeoutMs ?? 50 });
  };
  return { cluster, operations: { ...environments, actOnCanaries } };
}

describe('canary status', () => {
  it('shows weights, pods, numbers with their thresholds, the reason and what to do', async () => {
    const run = await runCommand(CanaryStatus, ['local', 'api'], { ...environments, canaryOverview: overview('held') });
    expect(run.exitCode).toBe(0);
    expect(run.out()).toContain('api  held  step 2 of 4');
    expect(run.out()).toMatch(/weight +█{5}▒{7}░{12} 20 % → 50 % of traffic/);
    expect(run.out()).toMatch(/success rate +no data +>= 99 % +99\.95 % +· +1\/3, 1 undecided +Inconclusive/);
    expect(run.out()).toContain('too few samples, 12 of at least 100');
    expect(run.out()).toContain('next: backlot canary retry local api');
  });

  it('tells a healthy service in one line', async () => {
    const run = await runCommand(CanaryStatus, ['local'], { ...environments, canaryOverview: overview('healthy') });
    expect(run.out()).toBe('api  healthy  api:6.0.0  revision 12  3/3 pods ready\n');
  });

  it('is coloured only where colour is wanted', async () => {
    const operations = { ...environments, canaryOverview: overview('held') };
    const colour = '\u001b[';
    expect((await runCommand(CanaryStatus, ['local'], operations, { tty: true })).out()).toContain(colour);
    const plain = await runCommand(CanaryStatus, ['local'], operations, { tty: true, env: { NO_COLOR: '1' } });
    expect(plain.out()).not.toContain(colour);
  });

  it('takes all words for services where BACKLOT_ENVIRONMENT names the environment', async () => {
    const canaryOverview = overview('held');
    const env = { BACKLOT_ENVIRONMENT: 'local' };
    await runCommand(CanaryStatus, ['api', 'processor'], { ...environments, canaryOverview }, { env });
    expect(canaryOverview.mock.calls[0]?.[0].id).toBe('local');
    expect(canaryOverview.mock.calls[0]?.[1]).toMatchObject({ services: ['api', 'processor'] });
    await runCommand(CanaryStatus, ['prod', 'api'], { ...environments, canaryOverview }, { env });
    expect(canaryOverview.mock.calls[1]?.[0].id).toBe('prod');
  });

  it.each<[CanaryOutcome, number]>([
    ['promoted', 0],
    ['healthy', 0],
    ['aborted', 1],
    ['degraded', 1],
    ['held', 69],
    ['paused', 69],
    ['timed-out', 69],
    ['interrupted', 130],
  ])('--watch of a canary that ends %s exits with %d', async (outcome, code) => {
    const run = await runCommand(CanaryStatus, ['local', '-w'], { ...environments, followCanaries: ending(outcome) });
    expect(run.exitCode).toBe(code);
    expect(run.out()).toContain(outcome);
    expect(run.out()).toContain('next: backlot canary retry local api');
  });

  it('--watch of several ends by the worst', async () => {
    const followCanaries = ending('promoted', 'held', 'aborted');
    const run = await runCommand(CanaryStatus, ['local', '-w', '--json'], { ...environments, followCanaries });
    expect(run.exitCode).toBe(1);
    expect(run.json()).toMatchObject({ error: { code: 'CanaryAborted' } });
  });

  it('--watch draws in place on a terminal only', async () => {
    const followCanaries: Operations['followCanaries'] = async (_environment, { onChange }) => {
      onChange?.((await recorded('held')).services);
      return ending('held')(local, {});
    };
    const live = await runCommand(CanaryStatus, ['local', '-w'], { ...environments, followCanaries }, { tty: true });
    expect(live.err()).toContain('\u001b[J');
    const log = await runCommand(CanaryStatus, ['local', '-w'], { ...environments, followCanaries });
    expect(log.err()).toBe('');
  });

  it('refuses a timeout that is no duration', async () => {
    const run = await runCommand(CanaryStatus, ['local', '-w', '--timeout', 'soon'], environments);
    expect(run.exitCode).toBe(3);
  });
});

describe('canary promote', () => {
  it('--full asks everywhere before all traffic goes to what no analysis has judged', async () => {
    const { cluster, operations } = acting('held');
    const full = ['local', 'api', '--full'];
    const declined = await runCommand(CanaryPromote, full, operations, { tty: true, answers: [false] });
    expect(declined.asked).toHaveLength(1);
    expect(declined.exitCode).toBe(1);
    const silent = await runCommand(CanaryPromote, full, operations);
    expect(silent.exitCode).toBe(3);
    expect(silent.err()).toContain('backlot canary promote local api --full --yes');
    expect(cluster.patches).toEqual([]);
    await runCommand(CanaryPromote, [...full, '--yes'], operations);
    expect(cluster.patches[0]?.patch).toContainEqual({ op: 'add', path: '/status/promoteFull', value: true });
  });

  it('of a protected environment asks for its name; declined changes nothing', async () => {
    const { cluster, operations } = acting('progressing');
    const run = await runCommand(CanaryPromote, ['prod', 'api'], operations, { tty: true, answers: ['local'] });
    expect(run.asked).toHaveLength(1);
    expect(run.exitCode).toBe(1);
    expect(run.err()).toContain('cancelled; nothing was changed');
    expect(cluster.patches).toEqual([]);
  });

  it('of a protected environment names the flags when nobody can be asked, before it looks at the cluster', async () => {
    const run = await runCommand(CanaryPromote, ['prod', 'api', '--json'], environments);
    expect(run.exitCode).toBe(3);
    expect(run.json()).toMatchObject({
      error: { code: 'AnswerMissing', message: expect.stringContaining('--yes --confirm=prod') },
    });
  });

  it('with --yes and --confirm says what it does and does it', async () => {
    const { cluster, operations } = acting('held');
    const run = await runCommand(CanaryPromote, ['prod', 'api', '--yes', '--confirm=prod'], operations);
    expect(run.err()).toContain('careful: nobody has judged it');
    expect(cluster.patches[0]?.options).toMatchObject({ subresource: 'status', fieldManager: 'backlot-canary' });
  });

  it('elsewhere asks nobody', async () => {
    const { cluster, operations } = acting('progressing');
    const run = await runCommand(CanaryPromote, ['local', 'api'], operations);
    expect(run.exitCode).toBe(0);
    expect(run.out()).toContain('api  promote done: step 2 of 4');
    expect(cluster.patches.length).toBeGreaterThan(0);
  });

  it('with nothing in progress exits with 1 and says where it stands', async () => {
    const run = await runCommand(CanaryPromote, ['local', 'api'], acting('healthy').operations);
    expect(run.exitCode).toBe(1);
    expect(run.err()).toContain('api has no canary to promote: it is healthy, api:6.0.0 has all traffic');
  });
});

describe('canary abort, pause and retry', () => {
  it('abort and pause ask nobody, protected or not', async () => {
    const aborting = await runCommand(CanaryAbort, ['prod', 'api'], acting('aborted').operations);
    expect(aborting.exitCode).toBe(0);
    expect(aborting.out()).toContain('100 % of traffic on stable api:4.0.0, 3 of 3 pods ready');
    const pausing = await runCommand(CanaryPause, ['prod', 'api'], acting('progressing').operations);
    expect(pausing.exitCode).toBe(0);
  });

  it('abort that does not show in time exits with 69 and the command that goes on', async () => {
    const run = await runCommand(CanaryAbort, ['local', 'api'], acting('progressing').operations);
    expect(run.exitCode).toBe(69);
    expect(run.out()).toContain('next: backlot canary abort local api');
  });

  it('retry of a protected environment asks; declined changes nothing', async () => {
    const { cluster, operations } = acting('aborted');
    const run = await runCommand(CanaryRetry, ['prod', 'api'], operations, { tty: true, answers: ['no'] });
    expect(run.exitCode).toBe(1);
    expect(cluster.patches).toEqual([]);
  });

  it('want to know which services are meant', async () => {
    const run = await runCommand(CanaryAbort, ['local'], acting('progressing').operations);
    expect(run.exitCode).toBe(3);
    expect(run.err()).toContain('name the services, or pass --all or --group');
  });
});

describe('canary history', () => {
  it('tells outcomes with their numbers and how much the cluster keeps', async () => {
    const past = () => canaryHistory(local, { connect: async () => MemoryCluster.of('healthy') });
    const run = await runCommand(CanaryHistory, ['local', 'api'], { ...environments, canaryHistory: past });
    expect(run.out()).toMatch(/api +11 +api:5\.0\.0 .* aborted +.*abort by ann@laptop/);
    expect(run.out()).toContain('the cluster keeps 10 former versions, 5 analyses that passed and 5 that did not');
  });
});
