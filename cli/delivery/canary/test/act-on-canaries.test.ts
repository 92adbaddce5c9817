import { describe, expect, it } from '@jest/globals';
import type { Environment } from '../../../../environments/model/index.js';
import { ACTIONS_ANNOTATION } from '../action-record.js';
import { type ActOptions, actOnCanaries } from '../index.js';
import { MemoryCluster, type Recorded } from './memory-cluster.js';

const environment = {
  id: 'local',
  target: 'sandbox',
  protected: false,
  services: { api: {} },
} as unknown as Environment;

function act(cluster: MemoryCluster, options: Partial<ActOptions> & Pick<ActOptions, 'verb'>) {
  return actOnCanaries(environment, { services: ['api'], connect: async () => cluster, timeoutMs: 50, ...options });
}

/** What the verb wrote to the Rollout: the status' operations without the tests, and the spec. */
function written({ patches }: MemoryCluster) {
  const rollout = patches.filter(({ reference }) => reference.kind === 'Rollout');
  return rollout.map(({ options, patch }) =>
    options.type === 'json' ? (patch as { op: string }[]).filter(({ op }) => op !== 'test') : patch,
  );
}

/** Stands in for the controller: merges this into the Rollout after the first patch of it. */
function answering(recorded: Recorded, change: unknown): MemoryCluster {
  const cluster = MemoryCluster.of(recorded);
  cluster.react = ({ reference }) => {
    if (reference.kind !== 'Rollout') return;
    cluster.react = () => {};
    cluster.change('Rollout', 'api', change);
  };
  return cluster;
}

describe('promote', () => {
  it('of a held canary passes the step that could not be judged, as the kubectl plugin does, and says what was missing', async () => {
    const cluster = answering('held', { status: { phase: 'Progressing' } });
    let warnings: readonly string[] = [];
    const approve: ActOptions['approve'] = async (plans) => {
      warnings = plans.flatMap((plan) => plan.warnings);
      return true;
    };
    const { services } = await act(cluster, { verb: 'promote', approve });
    expect(services[0]).toMatchObject({ result: 'done' });
    expect(warnings.join()).toContain('too few samples, 12 of at least 100');
    expect(written(cluster)).toEqual([
      [
        { op: 'remove', path: '/status/pauseConditions' },
        { op: 'add', path: '/status/controllerPause', value: false },
        { op: 'add', path: '/status/currentStepIndex', value: 2 },
      ],
    ]);
  });

  it('of a running analysis skips its step', async () => {
    const cluster = MemoryCluster.of('progressing');
    await act(cluster, { verb: 'promote' });
    expect(written(cluster)).toEqual([[{ op: 'add', path: '/status/currentStepIndex', value: 2 }]]);
  });

  it('of what a person paused only lifts the pause: no analysis is skipped', async () => {
    const cluster = MemoryCluster.of('progressing');
    cluster.change('Rollout', 'api', { spec: { paused: true } });
    await act(cluster, { verb: 'promote' });
    expect(written(cluster)).toEqual([{ spec: { paused: false } }]);
  });

  it('--full asks the controller for all of it', async () => {
    const cluster = answering('progressing', { status: { stableRS: '84cd7dd59d' } });
    const { services } = await act(cluster, { verb: 'promote', full: true });
    expect(services[0]?.result).toBe('done');
    expect(written(cluster)).toEqual([[{ op: 'add', path: '/status/promoteFull', value: true }]]);
  });

  it('refuses when nothing is in progress, and when the canary was aborted', async () => {
    const healthy = MemoryCluster.of('healthy');
    await expect(act(healthy, { verb: 'promote' })).rejects.toMatchObject({ code: 'NothingInProgress', exitCode: 1 });
    const aborted = MemoryCluster.of('aborted');
    await expect(act(aborted, { verb: 'promote' })).rejects.toMatchObject({
      code: 'CanaryAborted',
      actions: ['backlot canary retry local api'],
    });
    expect([...healthy.patches, ...aborted.patches]).toEqual([]);
  });

  it('refuses a canary whose pods are not ready, unless forced', async () => {
    const cluster = MemoryCluster.of('progressing');
    const pod = cluster.objects.find(({ kind, metadata }) => kind === 'Pod' && metadata.name.includes('84cd7dd59d'));
    cluster.change('Pod', pod?.metadata.name ?? '', { status: { conditions: [{ type: 'Ready', status: 'False' }] } });
    await expect(act(cluster, { verb: 'promote' })).rejects.toMatchObject({ code: 'CanaryUnhealthy' });
    expect(cluster.patches).toEqual([]);
    expect((await act(cluster, { verb: 'promote', force: true })).services[0]?.result).toBe('done');
  });

  it('changes nothing when the canary went on while it was decided', async () => {
    const cluster = MemoryCluster.of('progressing');
    const approve = async () => {
      cluster.change('Rollout', 'api', { status: { currentStepIndex: 2 } });
      return true;
    };
    const { services } = await act(cluster, { verb: 'promote', approve });
    expect(services[0]).toMatchObject({ result: 'failed', error: { code: 'CanaryMovedOn' } });
    expect(cluster.patches).toEqual([]);
  });

  it('declined changes nothing', async () => {
    const cluster = MemoryCluster.of('progressing');
    const declining = act(cluster, { verb: 'promote', approve: async () => false });
    await expect(declining).rejects.toMatchObject({ code: 'Declined' });
    expect(cluster.patches).toEqual([]);
  });
});

describe('abort', () => {
  const gone = { status: { canary: { weights: { canary: { weight: 0 } } } } };

  it('waits until stable has all traffic and says who keeps how many pods', async () => {
    const { services } = await act(answering('progressing', gone), { verb: 'abort' });
    expect(services[0]).toMatchObject({
      result: 'done',
      message: '100 % of traffic on stable api:4.0.0, 3 of 3 pods ready, autoscaler api keeps at least 3',
    });
  });

  it('that does not show in time says what is missing, with the command that goes on', async () => {
    const { services } = await act(MemoryCluster.of('progressing'), { verb: 'abort' });
    expect(services[0]).toMatchObject({
      result: 'timed-out',
      error: { code: 'CanaryTimedOut', actions: ['backlot canary abort local api'] },
    });
    expect(services[0]?.message).toContain('80 % of traffic on stable');
  });

  it("is not done while fewer pods are ready than the autoscaler's floor", async () => {
    const cluster = answering('progressing', gone);
    cluster.change('HorizontalPodAutoscaler', 'api', { spec: { minReplicas: 4 } });
    expect((await act(cluster, { verb: 'abort' })).services[0]?.result).toBe('timed-out');
  });

  it('lifts a pause, which would keep the canary from being scaled down', async () => {
    const cluster = MemoryCluster.of('progressing');
    cluster.change('Rollout', 'api', { spec: { paused: true } });
    await act(cluster, { verb: 'abort' });
    expect(written(cluster)).toEqual([
      [{ op: 'add', path: '/status/abort', value: true }],
      { spec: { paused: false } },
    ]);
  });

  it('of an aborted canary changes nothing', async () => {
    const cluster = MemoryCluster.of('aborted');
    expect((await act(cluster, { verb: 'abort' })).services[0]?.result).toBe('unchanged');
    expect(cluster.patches).toEqual([]);
  });

  it('ends its waiting when asked to stop; the abort itself stays', async () => {
    const cluster = MemoryCluster.of('progressing');
    const { services } = await act(cluster, { verb: 'abort', timeoutMs: 60_000, signal: AbortSignal.abort() });
    expect(services[0]).toMatchObject({ result: 'interrupted', error: { code: 'Interrupted' } });
    expect(written(cluster)).toHaveLength(1);
  });
});

describe('retry and pause', () => {
  it('retry of an aborted canary begins again, of a held one judges again at the same step', async () => {
    const aborted = MemoryCluster.of('aborted');
    await act(aborted, { verb: 'retry' });
    expect(written(aborted)).toEqual([[{ op: 'add', path: '/status/abort', value: false }]]);
    const held = MemoryCluster.of('held');
    await act(held, { verb: 'retry' });
    expect(written(held)).toEqual([[{ op: 'remove', path: '/status/pauseConditions' }]]);
  });

  it('pause is done once', async () => {
    const cluster = MemoryCluster.of('progressing');
    expect((await act(cluster, { verb: 'pause' })).services[0]?.result).toBe('done');
    expect((await act(cluster, { verb: 'pause' })).services[0]?.result).toBe('unchanged');
    expect(written(cluster)).toEqual([{ spec: { paused: true } }]);
  });

  it('pause refuses where nothing is in progress, but in a group leaves it alone', async () => {
    const cluster = MemoryCluster.of('healthy');
    await expect(act(cluster, { verb: 'pause' })).rejects.toMatchObject({ code: 'NothingInProgress' });
    const { services } = await act(cluster, { verb: 'pause', services: [], all: true });
    expect(services).toMatchObject([{ service: 'api', result: 'unchanged' }]);
  });
});

describe('every verb', () => {
  it('keeps who did it on the version, and as an Event', async () => {
    const cluster = MemoryCluster.of('progressing');
    await act(cluster, { verb: 'pause' });
    const version = cluster.objects.find(({ metadata }) => metadata.name === 'api-84cd7dd59d');
    const actions = JSON.parse(version?.metadata.annotations?.[ACTIONS_ANNOTATION] ?? '[]') as { verb: string }[];
    expect(actions.at(-1)).toMatchObject({ verb: 'pause', revision: 12 });
    expect(cluster.objects.find(({ kind }) => kind === 'Event')).toMatchObject({ reason: 'CanaryPaused' });
  });

  it('works where who did it may not be kept', async () => {
    const cluster = MemoryCluster.of('progressing');
    cluster.create = () => Promise.reject(new Error('forbidden'));
    expect((await act(cluster, { verb: 'pause' })).services[0]?.result).toBe('done');
  });

  it('wants to know which services are meant', async () => {
    const asking = act(MemoryCluster.of('progressing'), { verb: 'abort', services: [] });
    await expect(asking).rejects.toMatchObject({
      ...{ code: 'ServiceMissing', exitCode: 3 },
      actions: ['backlot canary status local', 'backlot canary abort local api'],
    });
  });

  it('finds a group by its label, and refuses an empty one', async () => {
    const grouped = await act(MemoryCluster.of('progressing'), { verb: 'pause', services: [], group: 'web' });
    expect(grouped.services).toMatchObject([{ service: 'api', result: 'done' }]);
    const empty = act(MemoryCluster.of('progressing'), { verb: 'pause', services: [], group: 'tier=none' });
    await expect(empty).rejects.toMatchObject({ code: 'GroupEmpty', exitCode: 3 });
  });

  it('leaves services of another environment alone', async () => {
    const cluster = MemoryCluster.of('progressing');
    cluster.change('Rollout', 'api', { metadata: { labels: { 'backlot.dev/environment': 'prod' } } });
    await expect(act(cluster, { verb: 'abort' })).rejects.toMatchObject({ code: 'RolloutMissing' });
  });
});
