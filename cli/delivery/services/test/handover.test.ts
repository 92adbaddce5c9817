import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import type { HelmRelease } from '../../../adapters/helm/index.js';
import type { KubernetesObject } from '../../../adapters/kubernetes/index.js';
import { MemoryKubernetes } from '../../../test/fixtures/memory-kubernetes.js';
import { recoverPending } from '../../workloads/pending-release.js';
import { handOverReplicas } from '../handover.js';
import type { PlannedService } from '../plan-service.js';
import { MemoryHelm } from './fixtures/memory-helm.js';

const MANIFEST = `---
# Source: service/templates/hpa.yaml
kind: HorizontalPodAutoscaler
spec: { minReplicas: 3 }
---
# Source: service/templates/rollout.yaml
kind: Rollout
spec:
  replicas: 3
  revisionHistoryLimit: 5
`;
const NAME = { apiVersion: 'v1', kind: 'Secret', namespace: 'streaming', name: 'sh.helm.release.v1.api.v1' };

const stored = (record: object) => Buffer.from(gzipSync(JSON.stringify(record)).toString('base64')).toString('base64');
function read(secret: (KubernetesObject & { data?: { release: string } }) | undefined) {
  const packed = Buffer.from(secret?.data?.release ?? '', 'base64').toString();
  return JSON.parse(gunzipSync(Buffer.from(packed, 'base64')).toString()) as { info: object; manifest: string };
}
const clusterWith = (status: string) =>
  new MemoryKubernetes().put({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: NAME.name, namespace: NAME.namespace, labels: { owner: 'helm', status } },
    data: { release: stored({ name: 'api', info: { status }, manifest: MANIFEST }) },
  });
const releaseOf = (status: HelmRelease['status']): HelmRelease => new MemoryHelm().record('api', status);
const planned = (enabled: boolean) => ({ kind: 'Rollout', values: { autoscaling: { enabled } } }) as PlannedService;

describe('the replicas of a service that gets an autoscaler', () => {
  it('are forgotten by Helm, and all else is kept', async () => {
    const cluster = clusterWith('deployed');
    await handOverReplicas(cluster, planned(true), [releaseOf('deployed')]);
    const { manifest } = read(await cluster.get(NAME));
    expect(manifest).not.toMatch(/^ {2}replicas:/m);
    expect(manifest).toMatch(/kind: Rollout\nspec:\n {2}revisionHistoryLimit: 5/);
    expect(manifest).toContain('minReplicas: 3');
  });

  it('are declared as before when it gets none', async () => {
    const cluster = clusterWith('deployed');
    await handOverReplicas(cluster, planned(false), [releaseOf('deployed')]);
    expect(read(await cluster.get(NAME)).manifest).toBe(MANIFEST);
  });
});

describe('a release that was cut off', () => {
  it('is marked failed where Helm looks, with why', async () => {
    const cluster = clusterWith('pending-upgrade');
    const helm = new MemoryHelm();
    helm.record('api', 'pending-upgrade');
    const recovered = await recoverPending(cluster, helm, { namespace: 'streaming', release: 'api' });
    expect(recovered).toMatchObject({ revision: 1, status: 'pending-upgrade' });
    const secret = await cluster.get(NAME);
    expect(secret?.metadata.labels).toEqual({ owner: 'helm', status: 'failed' });
    expect(read(secret).info).toEqual({ status: 'failed', description: 'cut off while upgrade was under way' });
  });

  it('is left alone when it is not', async () => {
    const cluster = clusterWith('deployed');
    const helm = new MemoryHelm();
    helm.record('api', 'deployed');
    expect(await recoverPending(cluster, helm, { namespace: 'streaming', release: 'api' })).toBeUndefined();
    expect(read(await cluster.get(NAME)).info).toEqual({ status: 'deployed' });
  });
});
