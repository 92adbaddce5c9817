import { describe, expect, it } from '@jest/globals';
import { BacklotError } from '../../../../modules/values/backlot-error.js';
import { parseQuantity } from '../../../../modules/values/quantity.js';
import type { KubernetesObject } from '../../../adapters/kubernetes/index.js';
import { MemoryKubernetes } from '../../../test/fixtures/memory-kubernetes.js';
import { requireAdmission } from '../preflight/admission.js';
import { requireKinds } from '../preflight/kind-owner.js';
import { podNeeds, requireQuota } from '../preflight/quota-headroom.js';

const rollout: KubernetesObject = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Rollout',
  metadata: { name: 'api' },
  spec: { template: { metadata: { labels: { a: 'b' } }, spec: { serviceAccountName: 'api', containers: [] } } },
};
const quota = (hard: Record<string, string>, used: Record<string, string>, spec = {}): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'ResourceQuota',
  metadata: { name: 'services', namespace: 'streaming' },
  spec,
  status: { hard, used },
});

describe('the kinds that a chart needs', () => {
  it('must all be known, else it is said who brings them', async () => {
    const cluster = new MemoryKubernetes();
    await requireKinds(cluster, 'local', 'api', [rollout]);
    cluster.unknown.add('argoproj.io/v1alpha1 Rollout');
    await expect(requireKinds(cluster, 'local', 'api', [rollout, rollout])).rejects.toMatchObject({
      code: 'KindMissing',
      message: expect.stringMatching(/Rollout \(argoproj.io\/v1alpha1\).*brought by: Argo Rollouts$/),
      actions: ['backlot sandbox up', expect.any(String)],
    });
  });
});

describe('the room in a quota', () => {
  const values = { resources: { requests: { cpu: '500m', memory: '512Mi' }, limits: { cpu: '', memory: '1Gi' } } };

  it('must be enough for all pods that are to come', async () => {
    const cluster = new MemoryKubernetes().put(
      quota({ 'requests.cpu': '2', pods: '10' }, { 'requests.cpu': '1', pods: '2' }),
    );
    await requireQuota(cluster, 'streaming', 'api', podNeeds(values, 2));
    await expect(requireQuota(cluster, 'streaming', 'api', podNeeds(values, 3))).rejects.toMatchObject({
      code: 'QuotaExceeded',
      message: expect.stringMatching(/3 more pods of requests.cpu 500m each.*'services'.*room for 2: 1 of 2/),
    });
  });

  it('counts pods and limits too, and leaves quotas for some pods only to the server', async () => {
    const few = new MemoryKubernetes().put(quota({ pods: '3' }, { pods: '3' }));
    await expect(requireQuota(few, 'streaming', 'api', podNeeds(values, 1))).rejects.toThrow(
      /1 more pod of pods 1 each/,
    );
    const limits = new MemoryKubernetes().put(quota({ 'limits.memory': '1Gi' }, { 'limits.memory': '512Mi' }));
    await expect(requireQuota(limits, 'streaming', 'api', podNeeds(values, 1))).rejects.toThrow(/limits.memory 1Gi/);
    const scoped = new MemoryKubernetes().put(quota({ pods: '0' }, { pods: '0' }, { scopes: ['BestEffort'] }));
    await requireQuota(scoped, 'streaming', 'api', podNeeds(values, 1));
  });

  it('is counted in the units of Kubernetes', () => {
    expect(['250m', '1', '256Mi', '2k', '1e3', '0.5Gi'].map(parseQuantity)).toEqual([
      0.25,
      1,
      2 ** 28,
      2_000,
      1_000,
      2 ** 29,
    ]);
    expect(parseQuantity('many')).toBeUndefined();
  });
});

describe('what the cluster would refuse', () => {
  it('is asked for every object and a pod of the new version, without keeping any', async () => {
    const cluster = new MemoryKubernetes();
    const hook = { ...rollout, kind: 'Job', metadata: { name: 'm', annotations: { 'helm.sh/hook': 'pre-install' } } };
    await requireAdmission(cluster, 'streaming', 'api', [rollout, hook]);
    expect(cluster.checked.map(({ kind, metadata }) => [kind, metadata.name, metadata.namespace])).toEqual([
      ['Rollout', 'api', 'streaming'],
      ['Pod', 'api-preflight', 'streaming'],
    ]);
    const [, pod] = cluster.checked;
    expect(pod).toMatchObject({ metadata: { labels: { a: 'b' } } });
    expect(JSON.stringify(pod)).not.toContain('serviceAccountName');
    expect(await cluster.list({ apiVersion: 'v1', kind: 'Pod' })).toEqual([]);
  });

  it('is told with the name of the object and the words of the server', async () => {
    const cluster = new MemoryKubernetes();
    cluster.admit = ({ kind }) => {
      if (kind !== 'Pod') return;
      throw new BacklotError({
        code: 'ObjectRejected',
        message: 'violates PodSecurity "restricted:v1.35": runAsNonRoot',
      });
    };
    await expect(requireAdmission(cluster, 'streaming', 'api', [rollout])).rejects.toMatchObject({
      code: 'ObjectRejected',
      message: expect.stringMatching(/refuse a pod of the new version: violates PodSecurity/),
      details: expect.objectContaining({ object: 'Pod/api-preflight' }),
    });
  });
});
