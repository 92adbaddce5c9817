import { describe, expect, it } from '@jest/globals';
import type { ProgressEvent } from '../../../kernel/progress.js';
import { canaryExitCode, type FollowOptions, followCanary } from '../index.js';
import { MemoryCluster } from './memory-cluster.js';

const api = { namespace: 'streaming', service: 'api', environment: 'local' };
const CANARY = '84cd7dd59d';

/** Follows, and does each of `turns` after one more look. */
async function follow(
  cluster: MemoryCluster,
  turns: readonly (() => void)[] = [],
  options: Partial<FollowOptions> = {},
) {
  const events: ProgressEvent[] = [];
  const left = [...turns];
  const verdict = await followCanary(cluster, api, {
    progress: { emit: (event) => events.push(event) },
    timeoutMs: 5_000,
    onStatus: () => void setImmediate(() => left.shift()?.()),
    ...options,
  });
  const notes = events.flatMap((event) => (event.type === 'note' ? [event.message] : []));
  return { verdict, events, notes };
}

describe('following a canary', () => {
  it('ends with its promotion, the numbers that decided and what ran before', async () => {
    const cluster = MemoryCluster.of('progressing');
    const promoted = { stableRS: CANARY, currentStepIndex: 4, phase: 'Healthy' };
    const done = { status: { phase: 'Successful' } };
    const { notes, verdict } = await follow(cluster, [
      () => cluster.change('AnalysisRun', 'api-84cd7dd59d-12-1.1', done),
      () => cluster.change('Rollout', 'api', { status: promoted }),
    ]);
    expect(verdict).toMatchObject({
      outcome: 'promoted',
      image: 'api:6.0.0',
      previousImage: 'api:4.0.0',
      revision: 12,
    });
    expect(verdict.deciding.map(({ name }) => name)).toContain('latency-p95-vs-stable');
    expect(notes.at(-1)).toBe('api: promoted: api:6.0.0 has all traffic');
    expect(canaryExitCode(verdict.outcome)).toBe(0);
  });

  it('tells each measurement once, with its threshold', async () => {
    const cluster = MemoryCluster.of('progressing');
    const { notes } = await follow(cluster, [() => cluster.change('Rollout', 'api', { spec: { paused: true } })]);
    const measured = notes.filter((note) => note.includes('measured'));
    expect(measured).toHaveLength(1);
    expect(measured[0]).toContain('p95 0.19 s (passed, wants <= 0.5 s)');
  });

  it('ends where it is held, with the commands that go on, as something to wait for', async () => {
    const { events, verdict } = await follow(MemoryCluster.of('held'));
    expect(verdict).toMatchObject({
      outcome: 'held',
      actions: expect.arrayContaining(['backlot canary retry local api']),
    });
    expect(verdict.deciding.map(({ phase }) => phase)).toEqual(['Inconclusive', 'Inconclusive']);
    expect(events.at(-1)).toMatchObject({ type: 'step-finished', status: 'interrupted' });
    expect(canaryExitCode(verdict.outcome)).toBe(69);
  });

  it('ends when a person pauses it by hand', async () => {
    const cluster = MemoryCluster.of('progressing');
    const { verdict } = await follow(cluster, [() => cluster.change('Rollout', 'api', { spec: { paused: true } })]);
    expect(verdict).toMatchObject({ outcome: 'paused', reason: expect.stringContaining('a person') });
  });

  it('ends aborted only when traffic has left the canary', async () => {
    const cluster = MemoryCluster.of('progressing');
    const seen: number[] = [];
    const { verdict } = await follow(
      cluster,
      [
        () => cluster.change('Rollout', 'api', { status: { abort: true } }),
        () => cluster.change('Rollout', 'api', { status: { canary: { weights: { canary: { weight: 0 } } } } }),
      ],
      {},
    );
    seen.push(verdict.status.weight.now);
    expect(verdict.outcome).toBe('aborted');
    expect(seen).toEqual([0]);
    expect(canaryExitCode(verdict.outcome)).toBe(1);
  });

  it('goes on past an abort of the version before, which the controller has not taken back yet', async () => {
    const cluster = MemoryCluster.of('aborted');
    cluster.change('Rollout', 'api', { metadata: { annotations: { 'rollout.argoproj.io/revision': '12' } } });
    const hash = cluster.objects.find(({ kind }) => kind === 'Rollout') as { status?: { currentPodHash?: string } };
    const { verdict } = await follow(cluster, [
      () => {
        const name = `api-${hash.status?.currentPodHash}`;
        cluster.change('ReplicaSet', name, { metadata: { annotations: { 'rollout.argoproj.io/revision': '12' } } });
        cluster.change('Rollout', 'api', { status: { abort: false }, spec: { paused: true } });
      },
    ]);
    expect(verdict.outcome).toBe('paused');
  });

  it('ends aborted when stable is deployed again', async () => {
    const cluster = MemoryCluster.of('progressing');
    const stable = cluster.objects.find(({ metadata }) => metadata.name === 'api-db5cb944d') as {
      spec?: { template?: object };
    };
    // As the controller leaves it: the ReplicaSet that comes into use again has the newest revision.
    const annotations = { 'rollout.argoproj.io/revision': '13' };
    const back = {
      metadata: { annotations },
      spec: { template: stable.spec?.template },
      status: { currentPodHash: 'db5cb944d', phase: 'Healthy' },
    };
    const turn = () => {
      cluster.change('ReplicaSet', 'api-db5cb944d', { metadata: { annotations } });
      cluster.change('Rollout', 'api', back);
    };
    const { verdict } = await follow(cluster, [turn]);
    expect(verdict).toMatchObject({ outcome: 'aborted', reason: 'api:4.0.0 was deployed again' });
  });

  it('ends at once where there is no canary', async () => {
    expect((await follow(MemoryCluster.of('healthy'))).verdict).toMatchObject({ outcome: 'healthy' });
  });

  it('waits for a controller that has not seen the last change', async () => {
    const cluster = MemoryCluster.of('healthy');
    const generation = cluster.objects[0]?.metadata.generation ?? 0;
    cluster.change('Rollout', 'api', { metadata: { generation: generation + 1 } });
    const { verdict } = await follow(cluster, [
      () => cluster.change('Rollout', 'api', { status: { observedGeneration: String(generation + 1) } }),
    ]);
    expect(verdict.outcome).toBe('healthy');
  });

  it('that takes too long ends with the command that goes on', async () => {
    const { verdict } = await follow(MemoryCluster.of('no-metrics'), [], { timeoutMs: 20 });
    expect(verdict).toMatchObject({ outcome: 'timed-out' });
    expect(verdict.actions[0]).toBe('backlot canary status local api --watch');
    expect(canaryExitCode(verdict.outcome)).toBe(69);
  });

  it('that is interrupted changes nothing', async () => {
    const cluster = MemoryCluster.of('progressing');
    const stopping = new AbortController();
    const { verdict } = await follow(cluster, [() => stopping.abort()], { signal: stopping.signal });
    expect(verdict.outcome).toBe('interrupted');
    expect(canaryExitCode(verdict.outcome)).toBe(130);
    expect(cluster.patches).toEqual([]);
  });

  it('fails with what the API server says', async () => {
    const cluster = MemoryCluster.of('progressing');
    cluster.watch = () => {
      throw new Error('the watch was refused');
    };
    await expect(follow(cluster)).rejects.toThrow('the watch was refused');
  });
});
