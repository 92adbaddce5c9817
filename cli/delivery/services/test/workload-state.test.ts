import { describe, expect, it } from '@jest/globals';
import { MemoryKubernetes } from '../../../test/fixtures/memory-kubernetes.js';
import { readWorkload } from '../../workloads/workload-objects.js';
import { stateText } from '../health/state-text.js';
import { workloadState } from '../health/workload-state.js';
import { type RolloutSketch, rolloutObjects } from './fixtures/service-objects.js';

const REFERENCE = { namespace: 'streaming', service: 'api', kind: 'Rollout' } as const;
const one = { hash: 'aaa', image: 'registry.example/api:1.0.0', desired: 3, ready: 3 };
const two = { hash: 'bbb', image: 'registry.example/api:1.1.0', desired: 1, ready: 1 };

async function look(sketch: RolloutSketch, floor = 3) {
  const cluster = new MemoryKubernetes().put(...rolloutObjects(sketch));
  const objects = await readWorkload(cluster, REFERENCE);
  if (!objects) throw new Error('nothing was read');
  return workloadState(objects, REFERENCE, floor);
}
const waiting = (reason: string, message: string, terminated?: object) => ({
  phase: 'Pending',
  conditions: [{ type: 'Ready', status: 'False' }],
  containerStatuses: [
    { name: 'api', state: { waiting: { reason, message } }, ...(terminated && { lastState: { terminated } }) },
  ],
});

describe('where a service stands', () => {
  it('is healthy when all pods of its only version are ready', async () => {
    expect(await look({ current: one })).toMatchObject({ stage: 'healthy', pods: { ready: 3, desired: 3 } });
  });

  it('goes on while fewer pods are ready than must run, although the autoscaler has not asked for them yet', async () => {
    const state = await look({ current: { ...one, desired: 1, ready: 1 }, replicas: 1 }, 3);
    expect(state).toMatchObject({ stage: 'progressing', pods: { ready: 1, desired: 3 } });
  });

  it('is a canary when the pods of the new version are ready beside the one that serves', async () => {
    const state = await look({ stable: one, current: two });
    expect(state).toMatchObject({ stage: 'canary', canary: { ready: 1, desired: 1 }, servingImage: one.image });
    expect(stateText(state)).toBe('3/3 ready · canary 1/1');
  });

  it('is not judged by what the controller said of an earlier declaration', async () => {
    const status = { observedGeneration: '2', abort: true, phase: 'Degraded' };
    expect(await look({ stable: one, current: two, status })).toMatchObject({ stage: 'progressing', problems: [] });
  });

  it('is not judged by a status of the version before, although the controller has seen the declaration', async () => {
    const declared = { declared: 'registry.example/api:1.2.0' };
    const abort = { abort: true, phase: 'Degraded' };
    expect(await look({ stable: one, current: two, status: abort, ...declared })).toMatchObject({
      stage: 'progressing',
    });
    expect(await look({ stable: one, current: two, ...declared })).toMatchObject({ stage: 'progressing', fresh: 0 });
    expect(await look({ current: one, ...declared })).toMatchObject({ stage: 'progressing' });
  });

  it('is aborted, with the words of the controller', async () => {
    const state = await look({ stable: one, current: two, status: { abort: true, message: 'latency-p95 failed' } });
    expect(state).toMatchObject({ stage: 'aborted', message: 'latency-p95 failed' });
  });

  it.each([
    ['ImagePullBackOff registry.example/api:1.1.0: not found', 'now', waiting('ImagePullBackOff', 'not found')],
    [
      'CrashLoopBackOff: exit code 3: cannot reach the database',
      'now',
      waiting('CrashLoopBackOff', 'back-off', { exitCode: 3, reason: 'Error', message: 'cannot reach the database\n' }),
    ],
    [
      'CrashLoopBackOff: OOMKilled, exit code 137',
      'now',
      waiting('CrashLoopBackOff', 'back-off', { exitCode: 137, reason: 'OOMKilled' }),
    ],
    [
      'CreateContainerConfigError: secret "api" not found',
      'soon',
      waiting('CreateContainerConfigError', 'secret "api" not found'),
    ],
    [
      'Unschedulable: 0/6 nodes are available: 6 Insufficient cpu.',
      'never',
      {
        phase: 'Pending',
        conditions: [
          {
            type: 'PodScheduled',
            status: 'False',
            reason: 'Unschedulable',
            message: '0/6 nodes are available: 6 Insufficient cpu.',
          },
        ],
      },
    ],
    ['running, but not ready', 'never', undefined],
  ])('tells why a pod is not ready: %s', async (text, fatal, unready) => {
    const state = await look({ stable: one, current: { ...two, ready: 0, unready } });
    expect(state.problems).toEqual([expect.objectContaining({ text, fatal, pod: 'api-bbb-0' })]);
  });

  it('tells why there are no pods at all', async () => {
    const refused = 'pods "api-x" is forbidden: exceeded quota: services, requested: pods=1';
    const state = await look({ stable: one, current: { ...two, ready: 0, refused } });
    expect(state.problems).toEqual([{ code: 'QuotaExceeded', text: refused, fatal: 'now' }]);
  });
});
