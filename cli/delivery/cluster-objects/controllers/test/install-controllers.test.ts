import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { BacklotError } from '../../../../../modules/values/backlot-error.js';
import { fullEnvironment } from '../../../../../stacks/test/fixtures/full-environment.js';
import type { KubernetesObject } from '../../../../adapters/kubernetes/index.js';
import { silent } from '../../../../kernel/progress.js';
import { installControllers } from '../index.js';
import { environmentWith, OUTPUTS } from './fixtures/environment.js';
import { FakeCluster } from './fixtures/fake-cluster.js';
import { FakeHelm } from './fixtures/fake-helm.js';

const TIMES = { probeMs: 2_000, pollMs: 5, graceMs: 20, healthyMs: 100, leaseMs: 1_000 };
/** Nobody listens there. */
const CLOSED = 'http://127.0.0.1:9';

let server: Server;
let repository: string;
let cluster: FakeCluster;
let helm: FakeHelm;

beforeAll(async () => {
  server = createServer((_request, response) => response.end('apiVersion: v1\nentries: {}\n'));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  repository = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
});
beforeEach(() => {
  cluster = new FakeCluster();
  helm = new FakeHelm();
});

function run(environment: ReturnType<typeof environmentWith>, more: { only?: string[]; signal?: AbortSignal } = {}) {
  return installControllers(environment, { cluster, helm, progress: silent, outputs: OUTPUTS, times: TIMES, ...more });
}

const deployment = (name: string, more: Partial<KubernetesObject['metadata']> = {}, status = {}): KubernetesObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace: 'kube-system', generation: 1, labels: { 'app.kubernetes.io/name': name }, ...more },
  spec: { replicas: 1, selector: { matchLabels: { app: name } } },
  status,
});

describe('installation of controllers', () => {
  it('installs in order what isn’t there, and finds nothing to do the second time', async () => {
    const environment = environmentWith(['cert-manager', 'keda', 'kube-prometheus-stack'], repository);
    const first = await run(environment);
    expect(first.map(({ id, status }) => `${id} ${status}`)).toEqual([
      'kube-prometheus-stack installed',
      'cert-manager installed',
      'keda installed',
    ]);
    expect(helm.upgrades).toEqual(['kube-prometheus-stack', 'cert-manager', 'keda']);
    const second = await run(environment);
    expect(second.map(({ status }) => status)).toEqual(['unchanged', 'unchanged', 'unchanged']);
    expect(helm.upgrades).toHaveLength(3);
  });

  it('upgrades one whose values or version changed, and no other', async () => {
    await run(environmentWith(['keda', 'metrics-server'], repository));
    const changed = await run(
      environmentWith(['keda', 'metrics-server'], repository, {
        keda: { values: { logging: { operator: { level: 'debug' } } } },
      }),
    );
    expect(changed.map(({ status }) => status)).toEqual(['installed', 'unchanged']);
    const upgraded = await run(
      environmentWith(['metrics-server'], repository, { 'metrics-server': { version: '3.13.2' } }),
    );
    expect(upgraded).toMatchObject([{ status: 'installed', version: '3.13.2' }]);
  });

  it('installs kinds of their own before what uses them', async () => {
    await run(environmentWith(['karpenter'], repository));
    expect(helm.upgrades).toEqual(['karpenter-crd', 'karpenter']);
    expect(helm.kept.get('karpenter-crd')?.request.values).toEqual({});
  });

  it('runs three at once at most', async () => {
    helm = new FakeHelm(() => new Promise((done) => setImmediate(done)));
    await run(
      environmentWith(['argo-rollouts', 'cert-manager', 'external-dns', 'fluent-bit', 'metrics-server'], repository),
    );
    expect(helm.upgrades).toHaveLength(5);
    expect(helm.mostAtOnce).toBeLessThanOrEqual(3);
  });

  it('names a repository that cannot be reached, and goes on with the rest', async () => {
    const environment = environmentWith(['keda', 'metrics-server'], repository, { keda: { repository: CLOSED } });
    const results = await run(environment);
    expect(results).toMatchObject([
      { id: 'keda', status: 'unreachable' },
      { id: 'metrics-server', status: 'installed' },
    ]);
    expect(results[0]?.note).toContain(CLOSED);
    expect(results[0]?.note).toContain('backlot deploy prod --only controllers');
    expect(helm.upgrades).toEqual(['metrics-server']);
  });

  it('says the same when only Helm finds that out', async () => {
    helm = new FakeHelm(async () => {
      throw new BacklotError({ code: 'ChartUnreachable', message: "release 'keda': dial tcp: i/o timeout" });
    });
    expect(await run(environmentWith(['keda'], repository))).toMatchObject([
      { status: 'unreachable', note: expect.stringContaining('i/o timeout') },
    ]);
  });

  it('leaves alone what somebody else has installed', async () => {
    cluster.objects.push(
      deployment('metrics-server', {
        annotations: { 'meta.helm.sh/release-name': 'metrics', 'meta.helm.sh/release-namespace': 'ops' },
      }),
    );
    const [result] = await run(environmentWith(['metrics-server'], repository));
    expect(result).toMatchObject({ status: 'foreign' });
    expect(result?.note).toContain('Deployment kube-system/metrics-server (Helm release metrics)');
    expect(result?.note).toContain('cluster.controllers.metrics-server.enabled: false');
    expect(helm.upgrades).toEqual([]);
  });

  it('leaves alone kinds that another tool keeps, but takes those that nobody does', async () => {
    const kind = (labels: Record<string, string>) => ({
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'scaledobjects.keda.sh', labels },
    });
    cluster.objects.push(kind({ 'argocd.argoproj.io/instance': 'platform' }));
    expect(await run(environmentWith(['keda'], repository))).toMatchObject([
      { status: 'foreign', note: expect.stringContaining('Argo CD') },
    ]);
    cluster.objects.splice(0, 1, kind({}));
    expect(await run(environmentWith(['keda'], repository))).toMatchObject([{ status: 'installed' }]);
  });

  it('gives the pod’s own reason when it isn’t ready, and goes on with the rest', async () => {
    const annotations = {
      'meta.helm.sh/release-name': 'metrics-server',
      'meta.helm.sh/release-namespace': 'kube-system',
    };
    helm = new FakeHelm(async ({ release }) => {
      if (release !== 'metrics-server') return;
      cluster.objects.push(deployment('metrics-server', { annotations }, { observedGeneration: 1 }), {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'metrics-server-0', namespace: 'kube-system', labels: { app: 'metrics-server' } },
        status: {
          containerStatuses: [
            { name: 'main', state: { waiting: { reason: 'ImagePullBackOff', message: 'no such image' } } },
          ],
        },
      });
    });
    const [keda, server] = await run(environmentWith(['keda', 'metrics-server'], repository));
    expect(keda?.status).toBe('installed');
    expect(server).toMatchObject({ status: 'failed', error: { code: 'ControllerUnhealthy' } });
    expect(server?.error?.message).toMatch(/pod metrics-server-0: ImagePullBackOff.*no such image/);
  });

  it('applies what a controller acts on, once its kinds are there', async () => {
    cluster.kinds.add('external-secrets.io/v1 ClusterSecretStore');
    await run(environmentWith(['external-secrets'], repository));
    expect(cluster.applied).toMatchObject([
      {
        object: { kind: 'ClusterSecretStore', metadata: { name: 'backlot' } },
        options: { fieldManager: 'backlot-controllers' },
      },
    ]);
  });

  it('watches and certifies only with what the cluster has', async () => {
    await run(environmentWith(['metrics-server'], repository));
    expect(helm.kept.get('metrics-server')?.request.values).toMatchObject({ serviceMonitor: { enabled: false } });
    cluster.kinds.add('monitoring.coreos.com/v1 ServiceMonitor');
    await run(environmentWith(['metrics-server'], repository));
    expect(helm.kept.get('metrics-server')?.request.values).toMatchObject({ serviceMonitor: { enabled: true } });
  });

  it('installs only what it is asked for, and knows what it doesn’t have', async () => {
    const environment = environmentWith(['keda', 'metrics-server'], repository);
    expect(await run(environment, { only: ['keda'] })).toMatchObject([{ id: 'keda' }]);
    await expect(run(environment, { only: ['istio'] })).rejects.toMatchObject({
      code: 'UnknownController',
      exitCode: 3,
    });
  });

  it('starts nothing more once it was stopped', async () => {
    const results = await run(environmentWith(['keda'], repository), { signal: AbortSignal.abort() });
    expect(results).toMatchObject([{ status: 'skipped' }]);
    expect(helm.upgrades).toEqual([]);
  });

  it('says which stack must be applied first', async () => {
    const options = { cluster, helm, progress: silent, outputs: {}, times: TIMES };
    expect(await installControllers(environmentWith(['keda'], repository), options)).toMatchObject([
      { status: 'failed', error: { code: 'StackNotApplied' } },
    ]);
  });
});

describe('controllers in the sandbox', () => {
  const environment = {
    ...fullEnvironment({ services: { api: { image: '1.0.0', needs: ['api-token'] } } }),
    target: 'sandbox' as const,
  };

  it('are not installed: the result says what stands in for each', async () => {
    cluster = new FakeCluster('sandbox', new Set(['external-secrets.io/v1 ClusterSecretStore']));
    const results = await run(environment);
    const of = (id: string) => results.find((each) => each.id === id);
    expect(of('argo-rollouts')?.status).toBe('provided');
    expect(of('metrics-server')?.status).toBe('provided');
    expect(of('karpenter')).toMatchObject({ status: 'not in the sandbox', note: expect.stringContaining('simulated') });
    for (const { note } of results) expect(note).toBeTruthy();
    expect(helm.upgrades).toEqual([]);
    expect(cluster.applied.map(({ object }) => object.kind)).toEqual(['ClusterSecretStore']);
  });

  it('work in somebody’s own cluster as far as they need no AWS', async () => {
    cluster = new FakeCluster('context');
    const changes = { ...environmentWith(['metrics-server', 'karpenter'], repository), target: 'sandbox' as const };
    const options = { cluster, helm, progress: silent, outputs: {}, times: TIMES };
    const results = await installControllers(changes, options);
    expect(results.map(({ id, status }) => `${id} ${status}`)).toEqual([
      'karpenter not in the sandbox',
      'metrics-server installed',
    ]);
  });
});
