import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { MemoryKubernetes } from '../../../test/fixtures/memory-kubernetes.js';
import { until } from '../../../test/fixtures/until.js';
import { type DeployLockOptions, type Lease, withDeployLock } from '../deploy-lock.js';

const NAME = {
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  namespace: 'streaming',
  name: 'backlot-deploy-api',
};
const options = (cluster: MemoryKubernetes, more: Partial<DeployLockOptions> = {}): DeployLockOptions => ({
  cluster,
  namespace: 'streaming',
  release: 'api',
  leaseMs: 300,
  ...more,
});
const deadHolder = (cluster: MemoryKubernetes) =>
  cluster.put({
    apiVersion: NAME.apiVersion,
    kind: NAME.kind,
    metadata: { name: NAME.name, namespace: NAME.namespace },
    spec: {
      holderIdentity: 'ann@build-7/4711/one',
      leaseDurationSeconds: 1,
      acquireTime: '2026-11-21T08:00:00.000000Z',
      renewTime: '2026-11-21T08:00:00.000000Z',
    },
  });

describe('the lock of a deploy', () => {
  it('is free again after the work, also when that throws', async () => {
    const cluster = new MemoryKubernetes();
    await withDeployLock(options(cluster), async () => {
      expect((await cluster.get<Lease>(NAME))?.spec.holderIdentity).toMatch(new RegExp(`/${process.pid}/`));
    });
    await expect(withDeployLock(options(cluster), async () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect((await cluster.get<Lease>(NAME))?.spec.holderIdentity).toBeNull();
    await expect(withDeployLock(options(cluster), async () => 'again')).resolves.toBe('again');
  });

  it('lets one of many in at a time, and names the holder to the others', async () => {
    const cluster = new MemoryKubernetes();
    const release = Promise.withResolvers<void>();
    let inside = false;
    const first = withDeployLock(options(cluster), async () => {
      inside = true;
      await release.promise;
    });
    await until(() => inside);
    const second = withDeployLock(options(cluster), async () => 'never');
    await expect(second).rejects.toMatchObject({
      code: 'DeployInProgress',
      message: expect.stringContaining(`process ${process.pid}`),
    });
    release.resolve();
    await first;
  });

  it('is taken over from a holder that shows no sign of life for the length of its lease, not before', async () => {
    const cluster = deadHolder(new MemoryKubernetes());
    const told: string[] = [];
    const began = performance.now();
    await withDeployLock(options(cluster, { tell: (line) => told.push(line) }), async () => {
      expect(performance.now() - began).toBeGreaterThan(950);
    });
    expect(told.join('\n')).toContain('ann@build-7/4711/one showed no sign of life for 1 s');
  });

  it('tells the work when it is lost to somebody else', async () => {
    const cluster = new MemoryKubernetes();
    await withDeployLock(options(cluster), async (lost) => {
      deadHolder(cluster);
      await until(() => lost.aborted, 2_000);
    });
    expect((await cluster.get<Lease>(NAME))?.spec.holderIdentity).toBe('ann@build-7/4711/one');
  });

  it('is renewed while the work lasts', async () => {
    const cluster = new MemoryKubernetes();
    await withDeployLock(options(cluster), async (lost) => {
      const first = (await cluster.get<Lease>(NAME))?.spec.renewTime;
      await until(async () => (await cluster.get<Lease>(NAME))?.spec.renewTime !== first, 2_000);
      await delay(0);
      expect(lost.aborted).toBe(false);
    });
  });
});
