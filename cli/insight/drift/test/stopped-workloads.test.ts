import { describe, expect, it } from '@jest/globals';
import type { KubernetesObject } from '../../../adapters/kubernetes/index.js';
import type { ObjectBasis } from '../cluster/object-drift.js';
import { stoppedWorkloads, withStopped } from '../cluster/stopped-workloads.js';

const metadata = { name: 'api', namespace: 'streaming' };
const scaleTargetRef = { kind: 'Rollout', name: 'api' };

function basis(kind: string, spec: object, live: object = spec): ObjectBasis {
  const object = (fields: object): KubernetesObject => ({ apiVersion: 'v1', kind, metadata, spec: fields });
  return { owner: 'service:api', wanted: object(spec), live: object(live), applied: true, manager: 'helm' };
}

const autoscaler = basis('HorizontalPodAutoscaler', { scaleTargetRef, minReplicas: 3 });

describe('a workload without pods', () => {
  it('is an outside change where its autoscaler has a floor: the autoscaler is off by it', () => {
    const stopped = stoppedWorkloads([basis('Rollout', {}, { replicas: 0 }), autoscaler]);
    expect(withStopped([], stopped)).toMatchObject([
      {
        address: 'Rollout/streaming/api',
        kind: 'outside',
        attributes: [
          { path: 'spec.replicas', before: 3, after: 0, reason: expect.stringContaining('ScalingDisabled') },
        ],
      },
    ]);
  });

  it('is none of its pods that the autoscaler chose, and none where nobody or KEDA scales to 0', () => {
    expect(stoppedWorkloads([basis('Rollout', {}, { replicas: 3 }), autoscaler])).toEqual([]);
    expect(stoppedWorkloads([basis('Rollout', {}, { replicas: 0 })])).toEqual([]);
    const keda = basis('ScaledObject', { scaleTargetRef });
    expect(stoppedWorkloads([basis('Rollout', {}, { replicas: 0 }), keda])).toEqual([]);
    // A fixed number is compared as any field is.
    expect(stoppedWorkloads([basis('Rollout', { replicas: 2 }, { replicas: 0 }), autoscaler])).toEqual([]);
  });

  it('keeps what else is told of it', () => {
    const stopped = stoppedWorkloads([basis('Rollout', {}, { replicas: 0 }), autoscaler]);
    const image = { path: 'spec.image', kind: 'outside', sensitive: false, unknown: false } as const;
    const known = {
      address: 'Rollout/streaming/api',
      type: 'Rollout',
      owner: 'service:api',
      change: 'changed',
      kind: 'outside',
      attributes: [image],
    } as const;
    expect(withStopped([known], stopped)[0]?.attributes.map(({ path }) => path)).toEqual([
      'spec.image',
      'spec.replicas',
    ]);
  });
});
