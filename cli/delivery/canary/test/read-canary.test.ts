import { describe, expect, it } from '@jest/globals';
import { readCanary } from '../index.js';
import { MemoryCluster } from './memory-cluster.js';

const api = { namespace: 'streaming', service: 'api', environment: 'local' };
const read = (cluster: MemoryCluster) => readCanary(cluster, api);

describe('a recorded canary', () => {
  it('that is promoted is healthy, with nothing to do', async () => {
    const status = await read(MemoryCluster.of('healthy'));
    expect(status).toMatchObject({
      phase: 'healthy',
      inProgress: false,
      actions: [],
      reason: 'api:6.0.0 has all traffic',
    });
    expect(status.canary).toBeUndefined();
    expect(status.stable).toMatchObject({ image: 'api:6.0.0', revision: 12, pods: { ready: 3, desired: 3 } });
  });

  it('that somebody scaled to nothing is not healthy, and says how to get its pods again', async () => {
    const cluster = MemoryCluster.of('healthy');
    cluster.change('Rollout', 'api', { spec: { replicas: 0 } });
    const status = await read(cluster);
    expect(status).toMatchObject({ phase: 'degraded', actions: ['backlot scale local api --reset'] });
    expect(status.reason).toContain('ScalingDisabled');
  });

  it('that an analysis could not decide is held, and says what was missing', async () => {
    const status = await read(MemoryCluster.of('held'));
    expect(status).toMatchObject({ phase: 'held', inProgress: true, step: 1, pause: { by: 'analysis' } });
    expect(status.weight).toEqual({ now: 20, next: 50, by: 'traffic' });
    expect(status.reason).toContain('success rate: too few samples, 12 of at least 100');
    expect(status.actions[0]).toBe('backlot canary retry local api');
  });

  it('that a person aborted after a retry is not blamed on the analysis of the first try', async () => {
    const status = await read(MemoryCluster.of('aborted'));
    expect(status.analyses.map(({ phase }) => phase)).toEqual(['Failed', 'Successful']);
    expect(status).toMatchObject({ phase: 'aborted', inProgress: false, reason: 'aborted by ann@laptop' });
  });

  it('that is aborted by its analysis says which number did it', async () => {
    const cluster = MemoryCluster.of('aborted');
    cluster.change('ReplicaSet', 'api-76c7cb48c5', {
      metadata: { annotations: { 'backlot.dev/canary-actions': null } },
    });
    expect((await read(cluster)).reason).toBe(
      'p95 0.412 s > 0.276 s = 1.5 × stable 0.184 s, 2 of 2 measurements failed',
    );
  });

  it('shows every number with its threshold, where that comes from, and the concurrent stable value', async () => {
    const { analyses } = await read(MemoryCluster.of('progressing'));
    const [rate, p95, , ratio] = analyses.at(-1)?.metrics ?? [];
    expect(rate?.threshold).toEqual({ comparison: '>=', value: 0.99, argument: 'success-rate' });
    expect(p95).toMatchObject({
      name: 'latency-p95',
      value: 0.19,
      stable: 0.184,
      samples: 1204,
      minimumSamples: 100,
      wanted: 3,
    });
    expect(ratio).toMatchObject({
      unit: 'times',
      value: 1.03,
      threshold: { comparison: '<=', value: 1.5 },
      stable: 0.184,
    });
    expect(p95?.measurements[0]).toMatchObject({ phase: 'Successful', value: 0.19 });
  });

  it('whose metrics server fails goes on, and shows that as no failure of the canary', async () => {
    const status = await read(MemoryCluster.of('no-metrics'));
    expect(status.phase).toBe('progressing');
    expect(status.reason).toMatch(/^the metrics server gave an error .*no failure of the canary.*503$/);
    expect(status.analyses[0]?.metrics[0]?.counts).toMatchObject({ failed: 0, error: 2 });
  });

  it('shows who paused it by hand at once, before the controller has seen it', async () => {
    const cluster = MemoryCluster.of('progressing');
    cluster.change('Rollout', 'api', { metadata: { generation: 999 }, spec: { paused: true } });
    const status = await read(cluster);
    expect(status).toMatchObject({ phase: 'paused', pause: { by: 'person' } });
    expect(status.pending).toContain('has not seen the last change');
  });

  it('with a pause of some time goes on by itself, without one waits for a person', async () => {
    const cluster = MemoryCluster.of('held');
    const steps = (duration?: string) => ({
      strategy: { canary: { steps: [{ setWeight: 20 }, { pause: { duration } }] } },
    });
    const pauseConditions = [{ reason: 'CanaryPauseStep', startTime: '2026-11-21T08:00:00Z' }];
    cluster.change('Rollout', 'api', { spec: steps('5m'), status: { pauseConditions } });
    const timed = await read(cluster);
    expect(timed).toMatchObject({ phase: 'progressing', pause: { by: 'step', until: '2026-11-21T08:05:00.000Z' } });
    cluster.change('Rollout', 'api', { spec: steps(), status: { pauseConditions } });
    expect(await read(cluster)).toMatchObject({ phase: 'paused', pause: { by: 'step' } });
  });

  it('without traffic routing weighs by ready pods', async () => {
    const cluster = MemoryCluster.of('progressing');
    cluster.change('Rollout', 'api', { spec: { strategy: { canary: { trafficRouting: null } } } });
    expect((await read(cluster)).weight).toMatchObject({ now: 25, by: 'pods' });
  });

  it("whose pods don't start shows the pods' own reason", async () => {
    const cluster = MemoryCluster.of('progressing');
    const { hash = '' } = (await read(cluster)).canary ?? {};
    const pod = cluster.objects.find(({ kind, metadata }) => kind === 'Pod' && metadata.name.includes(hash));
    cluster.change('Pod', pod?.metadata.name ?? '', {
      status: {
        conditions: [{ type: 'Ready', status: 'False' }],
        containerStatuses: [
          {
            name: 'api',
            state: { waiting: { reason: 'CrashLoopBackOff' } },
            lastState: { terminated: { exitCode: 1 } },
          },
        ],
      },
    });
    const status = await read(cluster);
    expect(status.canary?.reasons).toEqual(['CrashLoopBackOff: exit code 1']);
    expect(status.reason).toBe('0 of 1 pods of api:6.0.0 are ready: CrashLoopBackOff: exit code 1');
  });

  it('past its deadline is degraded', async () => {
    const cluster = MemoryCluster.of('progressing');
    const conditions = [
      { type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded', message: 'too slow' },
    ];
    cluster.change('Rollout', 'api', { status: { conditions } });
    expect(await read(cluster)).toMatchObject({ phase: 'degraded', inProgress: true, reason: 'too slow' });
  });
});

describe('a service without a Rollout', () => {
  it('is refused with the names that there are', async () => {
    const reading = readCanary(MemoryCluster.of('healthy'), { ...api, service: 'ap' });
    await expect(reading).rejects.toMatchObject({ code: 'RolloutMissing', exitCode: 3, details: { known: ['api'] } });
  });

  it('is told from a cluster without Argo Rollouts', async () => {
    const cluster = new MemoryCluster([]);
    cluster.serving = false;
    await expect(readCanary(cluster, api)).rejects.toMatchObject({ code: 'CanariesUnknown' });
  });
});
