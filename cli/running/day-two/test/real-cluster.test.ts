import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Environment, loadEnvironment } from '../../../../environments/model/index.js';
import { clusterStatus, ensureCluster, resetCluster } from '../../../../sandbox/cluster/index.js';
import { type Helm, openHelm } from '../../../adapters/helm/index.js';
import { connect, type Kubernetes, type KubernetesObject, openPodStreams } from '../../../adapters/kubernetes/index.js';
import { applyBaseline } from '../../../delivery/cluster-objects/baseline/index.js';
import { deployServices } from '../../../delivery/services/index.js';
import { appliedOutputs } from '../../../delivery/services/test/fixtures/applied-outputs.js';
import { type ProgressEvent, silent } from '../../../kernel/progress.js';
import { MemoryCloud } from '../../../test/fixtures/memory-cloud.js';
import { until } from '../../../test/fixtures/until.js';
import { upgradeCluster } from '../../cluster-upgrade/index.js';
import { FakeEks } from '../../cluster-upgrade/test/fixtures/fake-eks.js';
import {
  execInService,
  type LogLine,
  readEvents,
  restartServices,
  type ServiceEvent,
  scaleService,
  streamLogs,
} from '../index.js';
import { type Answer, Person } from './support/person.js';
import { cronJob, runOf, workload } from './support/workloads.js';

// A control plane starts, and two processors are shared with other tests.
jest.setTimeout(180_000);

const root = join(import.meta.dirname, '../../../..');
const HPA = { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', namespace: 'streaming', name: 'api' };

let folder: string;
let cluster: Kubernetes;
let helm: Helm;
let environment: Environment;
let reach: { readonly connect: () => Promise<Kubernetes> };
const before = process.env.BACKLOT_STATE_DIR;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backlot-day-two-'));
  process.env.BACKLOT_STATE_DIR = folder;
  const loaded = (await loadEnvironment('local', { root })).environment;
  environment = { ...loaded, services: { api: loaded.services.api as Environment['services'][string] } };
  const { kubeconfig, context, server } = await ensureCluster();
  cluster = await connect({ kubeconfig, context, server, source: 'sandbox' });
  helm = await openHelm(cluster.access);
  reach = { connect: async () => cluster };
  await applyBaseline(environment, { cluster, progress: silent });
  expect((await deploy()).status).toBe('deployed');
}, 1_200_000);
afterAll(async () => {
  await resetCluster();
  if (before === undefined) delete process.env.BACKLOT_STATE_DIR;
  else process.env.BACKLOT_STATE_DIR = before;
  await rm(folder, { recursive: true, force: true });
}, 60_000);

const told: string[] = [];
async function deploy(image?: string) {
  told.length = 0;
  const emit = (event: ProgressEvent) => {
    if (event.type === 'note') told.push(event.message);
  };
  const [done] = await deployServices(environment, {
    cluster,
    helm,
    outputs: appliedOutputs(environment),
    prometheus: 'http://127.0.0.1:9',
    wait: false,
    progress: { emit },
    times: { pollMs: 200, graceMs: 1_000, leaseMs: 3_000 },
    ...(image && { images: { api: image } }),
  });
  if (!done) throw new Error('nothing was deployed');
  return done;
}
const bounds = async () => {
  const hpa = await cluster.get<KubernetesObject & { spec: { minReplicas: number; maxReplicas: number } }>(HPA);
  return hpa && `${hpa.spec.minReplicas}-${hpa.spec.maxReplicas}`;
};
const podNames = async () => {
  const query = { apiVersion: 'v1', kind: 'Pod', namespace: 'streaming', labelSelector: 'app.kubernetes.io/name=api' };
  return (await cluster.list(query))
    .filter(({ metadata }) => !metadata.deletionTimestamp)
    .map((pod) => pod.metadata.name);
};

describe('services on a real API server', () => {
  it('show what the model works out as the logs of their pods, marked as a model', async () => {
    const { agent } = await clusterStatus();
    const body = JSON.stringify({ service: 'api', namespace: 'streaming', rps: 60, durationSeconds: 120 });
    const start = () =>
      fetch(new URL('/load', agent), { method: 'POST', body, headers: { 'content-type': 'application/json' } });
    await until(async () => (await start()).status === 201);
    const lines: LogLine[] = [];
    await until(async () => {
      lines.length = 0;
      await streamLogs(environment, { ...reach, services: ['api'], onLine: (line) => lines.push(line) });
      return lines.some(({ text }) => text.includes('requests served'));
    });
    expect(lines.every(({ fields, model }) => model && fields?.model === true)).toBe(true);
    expect(new Set(lines.map(({ pod }) => pod)).size).toBe(3);
    expect(lines.map(({ time }) => time)).toEqual(lines.map(({ time }) => time).sort());
  });

  it('go on showing lines while they are followed, each once, until somebody stops it', async () => {
    const stop = new AbortController();
    const lines: LogLine[] = [];
    const following = streamLogs(environment, {
      ...reach,
      services: ['api'],
      follow: true,
      tail: 1,
      signal: stop.signal,
      onLine: (line) => lines.push(line),
    });
    await until(() => lines.length > 12);
    stop.abort();
    expect((await following).lines).toBe(lines.length);
    expect(new Set(lines.map(({ pod, time, text }) => `${pod} ${time} ${text}`)).size).toBe(lines.length);
  });

  it('refuse commands, because there is no process', async () => {
    const { stdout, stderr } = process;
    const run = execInService(environment, { ...reach, service: 'api', command: ['env'], stdout, stderr });
    await expect(run).rejects.toMatchObject({ code: 'NoProcesses' });
    const streams = await openPodStreams(cluster.access);
    const pod = { namespace: 'streaming', pod: (await podNames())[0] ?? '', container: 'api' };
    await expect(streams.exec(pod, { command: ['env'], stdout, stderr })).rejects.toMatchObject({ code: /^Exec/ });
  });

  it('are scaled through their autoscaler, once, and the record says until when', async () => {
    const scaled = await scaleService(environment, {
      ...reach,
      service: 'api',
      replicas: '4-9',
      for: '2h',
      pollMs: 200,
    });
    expect(scaled).toMatchObject({ status: 'scaled', autoscaled: true, to: { min: 4, max: 9 } });
    expect(scaled.ready).toBeGreaterThanOrEqual(4);
    expect(scaled.warnings.join('\n')).toContain('this is drift');
    expect(await bounds()).toBe('4-9');
    const again = await scaleService(environment, { ...reach, service: 'api', replicas: '4-9', pollMs: 200 });
    expect(again.status).toBe('unchanged');
  });

  it('keep a scaling whose time is not over when they are deployed, also where Helm runs', async () => {
    const { revision } = (await helm.status({ namespace: 'streaming', release: 'api' })) ?? {};
    expect(await deploy()).toMatchObject({ status: 'unchanged' });
    expect(told.join('\n')).toMatch(/api: scaled to 4–9 by .* kept, though the file says/);
    expect((await helm.status({ namespace: 'streaming', release: 'api' }))?.revision).toBe(revision);
    expect(await deploy('1.1.0')).toMatchObject({ status: 'canary' });
    expect(await bounds()).toBe('4-9');
    expect(await deploy('1.0.0')).toMatchObject({ status: 'deployed' });
  });

  it('go back to the file with --reset, and by a deploy when no time was named', async () => {
    const { max, min } = environment.services.api?.replicas ?? { min: 0, max: 0 };
    const reset = await scaleService(environment, { ...reach, service: 'api', pollMs: 200, wait: false });
    expect(reset).toMatchObject({ status: 'scaled', reset: true });
    expect(await bounds()).toBe(`${min}-${max}`);
    await scaleService(environment, { ...reach, service: 'api', replicas: '5', pollMs: 200, wait: false });
    expect(await bounds()).toBe('5-5');
    await deploy();
    expect(told.join('\n')).toMatch(/until the next deploy: back to/);
    expect(await bounds()).toBe(`${min}-${max}`);
  });

  it('are restarted: every pod is another one afterwards, and the restart is over', async () => {
    const old = await podNames();
    // A restart replaces pods from before its second.
    await until(() => new Date().getMilliseconds() < 200);
    const result = await restartServices(environment, { ...reach, services: ['api'], pollMs: 300, timeoutMs: 150_000 });
    expect(result.services).toMatchObject([{ service: 'api', status: 'restarted', kind: 'Rollout' }]);
    const now = await podNames();
    expect(now.filter((name) => old.includes(name))).toEqual([]);
  });

  it('tell what happened to their objects, and who did it', async () => {
    const { events } = await readEvents(environment, { ...reach, services: ['api'] });
    const kinds = new Set(events.map(({ kind }) => kind));
    expect([...kinds]).toEqual(expect.arrayContaining(['Pod', 'Rollout', 'ReplicaSet']));
    expect(events.find(({ reason }) => reason === 'Restarted')?.message).toMatch(/^\S+@\S+: restarted \d+ pods$/);
    const warnings = events.map(({ warning }) => warning);
    expect(warnings.lastIndexOf(true)).toBeLessThan(warnings.includes(false) ? warnings.indexOf(false) : 1e9);
    const stop = new AbortController();
    const seen: ServiceEvent[] = [];
    const watching = readEvents(environment, { ...reach, signal: stop.signal, onEvent: (event) => seen.push(event) });
    await until(() => seen.length >= events.length);
    // One that still settles is taken up; another begins once every pod is ready.
    await until(async () => {
      await restartServices(environment, { ...reach, services: ['api'], wait: false });
      return seen.filter(({ reason }) => reason === 'Restarted').length > 1;
    }, 60_000);
    stop.abort();
    await watching;
  });
});

describe('an upgrade of their cluster', () => {
  const look = (eks: FakeEks) =>
    upgradeCluster(environment, {
      checkOnly: true,
      deployStack: async () => {},
      tooling: { openCloud: new MemoryCloud().open },
      sources: {
        cluster,
        eks,
        name: 'movies',
        metrics: async () => (await openPodStreams(cluster.access)).text('/metrics'),
        close: async () => {},
      },
    });

  it('finds pods of nobody, budgets that let none go, and charts for other versions in the real cluster', async () => {
    const pod = { image: 'busybox', name: 'lonely', resources: { requests: { cpu: '10m', memory: '16Mi' } } };
    await cluster.create({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'lonely', namespace: 'default', labels: { app: 'lonely' } },
      spec: { containers: [pod] },
    });
    await cluster.create({
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'tight', namespace: 'default' },
      spec: { minAvailable: 1, selector: { matchLabels: { app: 'lonely' } } },
    });
    let blocks: { check: string; message: string; objects?: readonly string[] }[] = [];
    await until(async () => {
      const result = await look(new FakeEks('1.35'));
      expect(result.outcome).toBe('blocked');
      blocks = result.findings.filter(({ severity }) => severity === 'blocks') as typeof blocks;
      return blocks.some(({ check }) => check === 'budgets') && blocks.some(({ check }) => check === 'pods');
    });
    expect(blocks.find(({ check }) => check === 'budgets')).toMatchObject({ objects: ['Pod default/lonely'] });
    expect(blocks.find(({ check }) => check === 'pods')?.objects).toContain('Pod default/lonely');
  });

  it('counts requests for deprecated APIs by the API server itself', async () => {
    const metrics = await (await openPodStreams(cluster.access)).text('/metrics');
    expect(metrics).toContain('apiserver_request_total');
    expect((await look(new FakeEks('1.35'))).findings.find(({ check }) => check === 'apis')?.severity).not.toBe(
      'unknown',
    );
  });
});

describe('people in a real cluster', () => {
  const NS = '/api/v1/namespaces/streaming';
  const apps = (resource: string, ns = 'streaming') => `/apis/apps/v1/namespaces/${ns}/${resource}`;
  const JOBS = '/apis/batch/v1/namespaces/streaming/jobs';
  const ROLLOUTS = '/apis/argoproj.io/v1alpha1/namespaces/streaming/rollouts';
  const deployment = (
    ...changes: Parameters<typeof workload> extends [string, string, string, ...infer R] ? R : never
  ) => workload('apps/v1', 'Deployment', 'report', ...changes);
  const env = (name: string) => ({ env: [{ name: 'X', valueFrom: { secretKeyRef: { name, key: 'x' } } }] });
  let platform: Person;
  let sre: Person;
  let uid: string;

  beforeAll(async () => {
    const { api } = environment.services;
    const report = { ...api, kind: 'cron', schedule: '0 3 * * *', canary: false, routes: [] };
    const declared = { ...environment, services: { api, report } } as unknown as Environment;
    await applyBaseline(declared, { cluster, progress: silent });
    uid = (await cluster.create(cronJob('report')))?.metadata.uid ?? '';
    platform = new Person(cluster.access, 'backlot:platform');
    sre = new Person(cluster.access, 'backlot:sre');
    // Policies take a moment until they are in effect.
    await until(
      async () =>
        (await platform.create(apps('daemonsets', 'observability'), workload('apps/v1', 'DaemonSet', 'spy'))).status ===
        403,
    );
    await until(async () => (await sre.create(JOBS, runOf('report', uid, {}, { image: 'other' }))).status === 403);
    await until(async () => (await sre.create(JOBS, runOf('report', uid))).status === 201);
  });

  const allowed = async (...answers: Promise<Answer>[]) => {
    for (const { message, status } of await Promise.all(answers))
      expect([status < 300, message]).toEqual([true, message]);
  };
  // Where two policies refuse, the API server tells of either: this one is often the other.
  const OWN_ACCOUNT = /a workload of a person uses the service account of its own service: set/;
  const refused = async (says: RegExp, ...answers: Promise<Answer>[]) => {
    for (const { message, status } of await Promise.all(answers))
      expect([status, OWN_ACCOUNT.test(message) || message]).toEqual([
        403,
        OWN_ACCOUNT.test(message) ? true : expect.stringMatching(says),
      ]);
  };

  it('write no workload beside the services, whatever it asks for', async () => {
    const daemon = (changes = {}) => workload('apps/v1', 'DaemonSet', 'spy', changes);
    const hostPath = { volumes: [{ name: 'node', hostPath: { path: '/' } }], hostNetwork: true };
    await refused(
      /people run workloads in namespace 'streaming' only.*backlot deploy local/,
      platform.create(apps('daemonsets', 'observability'), daemon()),
      platform.create(apps('daemonsets', 'observability'), daemon(hostPath)),
      platform.create(apps('deployments', 'observability'), deployment({ serviceAccountName: 'prometheus-operator' })),
    );
  });

  it('use the service account of the service only', async () => {
    await allowed(
      platform.create(apps('deployments'), deployment()),
      platform.create(apps('deployments'), deployment({ serviceAccountName: 'default' })),
      platform.create(JOBS, workload('batch/v1', 'Job', 'report-migrate', { serviceAccountName: 'report-migrate' })),
    );
    await refused(
      /service account of its own service: set serviceAccountName/,
      platform.create(apps('deployments'), deployment({ serviceAccountName: 'api' })),
      platform.create(JOBS, workload('batch/v1', 'Job', 'report', { serviceAccountName: 'api' })),
      // The old name of the field, in a kind that the server doesn't know.
      platform.create(ROLLOUTS, workload('argoproj.io/v1alpha1', 'Rollout', 'report', { serviceAccount: 'api' })),
    );
  });

  it('name the Secret of the service only, on every way that a pod has', async () => {
    const volume = (source: object) => ({ volumes: [{ name: 'v', ...source }] });
    const ways: Parameters<typeof deployment>[] = [
      [{}, env('api')],
      [{}, { envFrom: [{ secretRef: { name: 'api' } }] }],
      [volume({ secret: { secretName: 'api' } })],
      [volume({ projected: { sources: [{ secret: { name: 'api' } }] } })],
      [volume({ csi: { driver: 'd', nodePublishSecretRef: { name: 'api' } } })],
      [{ imagePullSecrets: [{ name: 'api' }] }],
      [{ initContainers: [{ name: 'first', image: 'x', ...env('api') }] }],
    ];
    await refused(
      /names the Secret of its own service only.*declare others/,
      ...ways.map((way) => platform.create(apps('deployments'), deployment(...way))),
    );
    await allowed(
      platform.create(apps('deployments'), deployment({}, { envFrom: [{ secretRef: { name: 'report' } }] })),
      platform.create(apps('deployments'), deployment(volume({ secret: { secretName: 'report' } }))),
    );
  });

  it('take nothing of the node, in workloads of any kind', async () => {
    const privileged = { securityContext: { privileged: true } };
    await refused(
      /nothing of its node: take out/,
      platform.create(apps('daemonsets'), workload('apps/v1', 'DaemonSet', 'report', { hostNetwork: true })),
      platform.create(apps('daemonsets'), workload('apps/v1', 'DaemonSet', 'report', { hostPID: true })),
      platform.create(apps('deployments'), deployment({ volumes: [{ name: 'v', hostPath: { path: '/' } }] })),
      platform.create(apps('statefulsets'), workload('apps/v1', 'StatefulSet', 'report', {}, privileged)),
    );
  });

  it('of the SREs run cron jobs again as they are, and no other job', async () => {
    await allowed(sre.create(JOBS, runOf('report', uid)));
    const plain = workload('batch/v1', 'Job', 'report');
    const ghost = runOf('ghost', uid);
    const relabelled = {
      ...runOf('report', uid),
      metadata: { ...runOf('report', uid).metadata, labels: { other: 'x' } },
    };
    await refused(
      /as a run of a cron job that was deployed \('report'\): kubectl -n streaming create job/,
      ...[plain, ghost, relabelled].map((job) => sre.create(JOBS, job)),
    );
    // The policy on every workload refuses this Secret too, and the API server tells of either.
    await refused(
      /other ones than its cron job has|names the Secret of its own service only/,
      sre.create(JOBS, runOf('report', uid, {}, env('api'))),
    );
    await refused(
      /other ones than its cron job has/,
      sre.create(JOBS, runOf('report', uid, { serviceAccountName: 'api' })),
      sre.create(JOBS, runOf('report', uid, {}, { image: 'registry.example/other:1' })),
    );
  });

  it('of the SREs restart, scale and promote, and leave what is in the pods', async () => {
    const cron = '/apis/batch/v1/namespaces/streaming/cronjobs/report';
    await allowed(
      sre.patch(`${ROLLOUTS}/api`, { spec: { restartAt: '2026-11-30T00:00:00Z', paused: true } }),
      sre.patch(`${ROLLOUTS}/api`, { spec: { template: { metadata: { annotations: { restarted: 'now' } } } } }),
      sre.patch(`${ROLLOUTS}/api/scale`, { spec: { replicas: 4 } }),
      sre.patch(`${ROLLOUTS}/api/status`, { status: { pauseConditions: null } }),
      sre.patch(cron, { spec: { suspend: false } }),
    );
    const other = { containers: [{ name: 'api', image: 'registry.example/other:1' }] };
    await refused(
      /leave its pods as they were deployed/,
      sre.patch(`${ROLLOUTS}/api`, { spec: { template: { spec: other } } }),
      sre.patch(`${ROLLOUTS}/api`, { spec: { template: { spec: { serviceAccountName: 'report' } } } }),
      sre.patch(cron, { spec: { jobTemplate: { spec: { template: { spec: other } } } } }),
      // Requests and networks go by labels.
      sre.patch(`${ROLLOUTS}/api`, { spec: { template: { metadata: { labels: { tier: 'payments' } } } } }),
      sre.patch(cron, {
        spec: { jobTemplate: { spec: { template: { metadata: { labels: { 'app.kubernetes.io/name': 'api' } } } } } },
      }),
    );
  });

  it('weaken no namespace, and mint no token', async () => {
    const LEVEL = 'pod-security.kubernetes.io/enforce';
    const label = (level: string | null) => ({ metadata: { labels: { [LEVEL]: level } } });
    const namespace = (name: string, labels: object) => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name, labels },
    });
    await refused(
      /people make no namespace weaker: label it/,
      platform.patch(NS, label('privileged')),
      platform.patch(NS, label('baseline')),
      platform.patch(NS, label(null)),
      platform.patch('/api/v1/namespaces/observability', label('privileged')),
      platform.create('/api/v1/namespaces', namespace('mine', {})),
      // What is deleted and made anew would be weaker.
      platform.create('/api/v1/namespaces', namespace('mine', { [LEVEL]: 'baseline' })),
    );
    await refused(
      /hold no namespace to older standards: label it/,
      platform.patch(NS, { metadata: { labels: { [`${LEVEL}-version`]: 'v1.0' } } }),
      platform.create('/api/v1/namespaces', namespace('mine', { [LEVEL]: 'restricted', [`${LEVEL}-version`]: 'v1.0' })),
    );
    await allowed(
      platform.patch(NS, { metadata: { labels: { team: 'films' } } }),
      platform.patch(NS, { metadata: { labels: { [`${LEVEL}-version`]: 'latest' } } }),
      platform.patch('/api/v1/namespaces/observability', label('restricted')),
      platform.create('/api/v1/namespaces', namespace('mine', { [LEVEL]: 'restricted' })),
    );
    const version = (value: string | null) => ({
      metadata: { labels: { 'pod-security.kubernetes.io/enforce-version': value } },
    });
    const old = {
      'pod-security.kubernetes.io/enforce': 'restricted',
      'pod-security.kubernetes.io/enforce-version': 'v1.0',
    };
    await refused(
      /hold no namespace to older standards/,
      platform.patch(NS, version('v1.0')),
      platform.patch(NS, version('v1.24')),
      platform.create('/api/v1/namespaces', namespace('older', old)),
    );
    await allowed(platform.patch(NS, version('latest')), platform.patch(NS, version(null)));
    const secret = (type: string, name: string) => ({
      ...{ apiVersion: 'v1', kind: 'Secret', type },
      metadata: { name, annotations: { 'kubernetes.io/service-account.name': 'default' } },
    });
    const token = secret('kubernetes.io/service-account-token', 'token');
    await refused(/no tokens of service accounts/, platform.create('/api/v1/namespaces/observability/secrets', token));
    await allowed(platform.create(`${NS}/secrets`, secret('helm.sh/release.v1', 'sh.helm.release.v1.report.v1')));
  });

  it('open shells in pods of services only', async () => {
    await cluster.create({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'operator', namespace: 'observability' },
      spec: {
        containers: [{ name: 'main', image: 'registry.example/operator:1', resources: { limits: { memory: '16Mi' } } }],
      },
    } as KubernetesObject);
    const shell = (ns: string, pod: string) => `/api/v1/namespaces/${ns}/pods/${pod}/exec?command=env&stdout=true`;
    await refused(
      /shells in pods of services only.*kubectl -n <namespace> logs/,
      platform.send('GET', shell('observability', 'operator')),
    );
    const [pod = ''] = await podNames();
    // The API server lets it through: what refuses is that nothing was upgraded to a stream.
    expect((await platform.send('GET', shell('streaming', pod))).status).not.toBe(403);
    expect((await sre.send('GET', shell('streaming', pod))).message).toMatch(/cannot create|cannot get/);
    const securityContext = {
      ...{ allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, runAsNonRoot: true },
      seccompProfile: { type: 'RuntimeDefault' },
    };
    const debug = (more: object) => ({
      spec: { ephemeralContainers: [{ name: 'look', image: 'registry.example/look:1', securityContext, ...more }] },
    });
    await refused(/names no Secret/, platform.patch(`${NS}/pods/${pod}/ephemeralcontainers`, debug(env('report'))));
  });

  it('let analyses run no job and read no Secret', async () => {
    const templates = '/apis/argoproj.io/v1alpha1/namespaces/streaming/analysistemplates';
    const analysis = (provider: object, args: object[] = []) => ({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'AnalysisTemplate',
      metadata: { name: 'mine' },
      spec: { args, metrics: [{ name: 'm', provider }] },
    });
    const asks = { prometheus: { address: 'http://127.0.0.1:9', query: 'up' } };
    const runs = { job: { spec: workload('batch/v1', 'Job', 'api').spec } };
    const reads = [{ name: 'a', valueFrom: { secretKeyRef: { name: 'api', key: 'x' } } }];
    await allowed(platform.create(templates, analysis(asks)));
    await refused(/runs no job/, platform.create(templates, analysis(runs)));
    await refused(/reads no Secret/, platform.create(templates, analysis(asks, reads)));
  });

  it('change none of these policies, and their controllers and the pipeline are held by none', async () => {
    const policies = '/apis/admissionregistration.k8s.io/v1';
    const name = 'backlot-people-workloads';
    await refused(
      /cannot (patch|delete) resource/,
      platform.patch(`${policies}/validatingadmissionpolicies/${name}`, { spec: { failurePolicy: 'Ignore' } }),
      platform.send('DELETE', `${policies}/validatingadmissionpolicybindings/${name}`),
      sre.patch(`${policies}/validatingadmissionpolicies/${name}`, { spec: { failurePolicy: 'Ignore' } }),
    );
    const found = await cluster.list<
      KubernetesObject & { spec: { failurePolicy: string; matchConditions: unknown[] } }
    >({
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicy',
    });
    expect(found.length).toBeGreaterThanOrEqual(8);
    expect(new Set(found.map(({ spec }) => spec.failurePolicy))).toEqual(new Set(['Fail']));
    const anything = workload('batch/v1', 'Job', 'report', { serviceAccountName: 'api' }, env('api'));
    const pipeline = new Person(cluster.access, 'system:masters');
    await allowed(pipeline.create(JOBS, anything));
  });
});
