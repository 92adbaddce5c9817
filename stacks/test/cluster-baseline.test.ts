import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Environment } from '../../environments/model/index.js';
import { type BaselineObject, renderBaseline } from '../cluster-baseline.js';
import { subnetNetworks } from '../subnet-networks.js';
import { fullEnvironment } from './fixtures/full-environment.js';

const SERVICES = {
  api: { replicas: { min: 3, max: 10 }, resources: { cpu: '500m', memory: '512Mi' } },
  worker: {
    kind: 'worker',
    canary: false,
    replicas: { min: 2, max: 8 },
    resources: { cpu: '1', memory: '1Gi', memoryLimit: '6Gi' },
    migration: { command: ['migrate'] },
  },
  report: { kind: 'cron', schedule: '0 3 * * *', canary: false, resources: { cpu: '100m', memory: '128Mi' } },
  edge: { run: 'lambda', replicas: { min: 1, max: 1000 } },
};

let environment: Environment;
let objects: BaselineObject[];
beforeAll(async () => {
  environment = fullEnvironment({ services: SERVICES });
  objects = await renderBaseline(environment);
}, 60_000);

const all = (kind: string) => objects.filter((object) => object.kind === kind);
const one = (kind: string, name: string, namespace?: string) =>
  all(kind).find(({ metadata }) => metadata.name === name && (!namespace || metadata.namespace === namespace)) as Any;
// biome-ignore lint/suspicious/noExplicitAny: whatever Kubernetes has
type Any = any;

describe('baseline', () => {
  it('is the same each time, also when rendered twice at once', async () => {
    const [first, second] = await Promise.all([renderBaseline(environment), renderBaseline(environment)]);
    expect(first).toEqual(objects);
    expect(JSON.stringify(second)).toBe(JSON.stringify(objects));
  });

  it('says of each object whose it is, and names none twice', () => {
    const keys = objects.map(({ kind, metadata }) => `${kind}/${metadata.namespace}/${metadata.name}`);
    expect(new Set(keys).size).toBe(keys.length);
    for (const { metadata } of objects) {
      expect(metadata.annotations['backlot.dev/owner']).toBe(`${environment.platform}/${environment.id}`);
      expect(metadata.labels).toMatchObject({
        'app.kubernetes.io/managed-by': 'backlot',
        'app.kubernetes.io/part-of': environment.platform,
        'backlot.dev/environment': environment.id,
      });
    }
  });

  it('puts namespaces before what is in them and roles before who has them', () => {
    const kinds = [...new Set(objects.map(({ kind }) => kind))];
    expect(kinds[0]).toBe('Namespace');
    expect(kinds.indexOf('ClusterRole')).toBeLessThan(kinds.indexOf('RoleBinding'));
    const made = all('Namespace').map(({ metadata }) => metadata.name);
    for (const { metadata } of objects) if (metadata.namespace) expect(made).toContain(metadata.namespace);
  });

  it('cannot be made without a cluster', async () => {
    await expect(renderBaseline({ ...environment, cluster: undefined })).rejects.toMatchObject({ code: 'NoCluster' });
    expect(await renderBaseline(environment)).toHaveLength(objects.length);
  });
});

describe('observability', () => {
  it('is open to the network for the webhooks of the API server alone, from the subnets of the control plane', () => {
    const { ingress } = one('NetworkPolicy', 'allow-known', 'observability').spec;
    const fromNetwork = (ingress as Any[]).filter(({ from }) => from.some((each: Any) => each.ipBlock));
    expect(fromNetwork.map(({ from, ports }) => [from[0].ipBlock.cidr, ports])).toEqual(
      subnetNetworks(environment).private.map((cidr) => [String(cidr), [{ port: 10250, protocol: 'TCP' }]]),
    );
  });
});

describe('namespaces', () => {
  it('are restricted, but for the one whose agents read the node', () => {
    const enforced = Object.fromEntries(
      all('Namespace').map(({ metadata }) => [metadata.name, metadata.labels['pod-security.kubernetes.io/enforce']]),
    );
    expect(enforced).toEqual({
      'argo-rollouts': 'restricted',
      'backlot-system': 'restricted',
      observability: 'baseline',
      streaming: 'restricted',
    });
    for (const { metadata } of all('Namespace')) {
      expect(metadata.labels['pod-security.kubernetes.io/warn']).toBe('restricted');
      expect(metadata.labels['pod-security.kubernetes.io/enforce-version']).toBe(`v${environment.cluster?.version}`);
    }
  });

  it('deny all traffic by default where services run, and open DNS', () => {
    expect(one('NetworkPolicy', 'default-deny', 'streaming').spec).toEqual({
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
    });
    const [rule] = one('NetworkPolicy', 'allow-dns', 'streaming').spec.egress;
    expect(rule.ports).toEqual([
      { port: 53, protocol: 'UDP' },
      { port: 53, protocol: 'TCP' },
    ]);
  });

  it('each deny ingress by default', () => {
    for (const { metadata } of all('Namespace')) {
      const policies = all('NetworkPolicy').filter((policy) => policy.metadata.namespace === metadata.name) as Any[];
      const denies = policies.some(({ spec }) => spec.policyTypes.includes('Ingress') && !spec.ingress);
      expect([metadata.name, denies]).toEqual([metadata.name, true]);
    }
  });
});

describe('quota of the services', () => {
  it('is what they declare at their largest: canaries twice, others with their surge, with a tenth above', () => {
    // api 10 × 2, worker 8 × 1.25 + 1 migration, report 2; not the one on Lambda.
    expect(one('ResourceQuota', 'services').spec.hard).toEqual({
      pods: String(Math.ceil(1.1 * (20 + 11 + 2))),
      'requests.cpu': String(Math.ceil(1.1 * (20 * 0.5 + 11 * 1 + 2 * 0.1))),
      'requests.memory': `${Math.ceil(1.1 * (20 * 0.5 + 11 * 1 + 2 * 0.125))}Gi`,
      'limits.memory': `${Math.ceil(1.1 * (20 * 1 + 11 * 6 + 2 * 0.25))}Gi`,
      'services.loadbalancers': '0',
      'services.nodeports': '0',
    });
  });

  it('leaves no room for pods that go before the cluster itself', () => {
    const { hard, scopeSelector } = one('ResourceQuota', 'reserved-priorities').spec;
    expect(hard).toEqual({ pods: '0' });
    expect(scopeSelector.matchExpressions[0].values).toContain('backlot-critical');
  });

  it('lets the largest container of the services in', () => {
    const [limits] = one('LimitRange', 'defaults', 'streaming').spec.limits;
    expect(limits.max).toEqual({ memory: '6Gi' });
    expect(limits.defaultRequest.cpu).toBeDefined();
    expect(limits.max.cpu).toBeUndefined();
  });
});

describe('roles', () => {
  it('name what they allow, with a reason for each rule', () => {
    for (const role of all('ClusterRole') as Any[]) {
      const reasons = role.metadata.annotations['backlot.dev/reasons'].split('\n');
      expect(reasons).toHaveLength(role.rules.length);
      for (const rule of role.rules) expect(JSON.stringify(rule)).not.toContain('"*"');
    }
  });

  it('never show secrets to those who only look, and open no shell for SREs', () => {
    const resources = (name: string) => one('ClusterRole', name).rules.flatMap((rule: Any) => rule.resources);
    for (const name of ['backlot-read-only', 'backlot-sre', 'backlot-sre-cluster']) {
      expect(resources(name)).not.toContain('secrets');
      expect(resources(name)).not.toContain('pods/exec');
    }
    for (const rule of one('ClusterRole', 'backlot-read-only').rules)
      expect(rule.verbs).toEqual(['get', 'list', 'watch']);
  });

  it('nobody may give themselves more', () => {
    for (const role of all('ClusterRole') as Any[]) {
      for (const { apiGroups, verbs } of role.rules) {
        expect(verbs).not.toEqual(expect.arrayContaining(['escalate']));
        if (apiGroups.includes('rbac.authorization.k8s.io')) expect(verbs).toEqual(['get', 'list', 'watch']);
      }
    }
  });

  it('act in the namespace of the services only', () => {
    const bindings = all('RoleBinding').map(({ metadata }) => `${metadata.name} in ${metadata.namespace}`);
    expect(bindings).toEqual([
      'backlot-platform in observability',
      'backlot-platform in streaming',
      'backlot-sre in streaming',
    ]);
    expect(one('ClusterRoleBinding', 'backlot-read-only').subjects.map(({ name }: Any) => name)).toEqual([
      'backlot:platform',
      'backlot:sre',
      'backlot:read-only',
    ]);
  });
});

describe('analysis templates', () => {
  const templates = () => all('ClusterAnalysisTemplate') as Any[];

  it('give every argument that they use', () => {
    for (const { spec } of templates()) {
      const known = spec.args.map(({ name }: Any) => name);
      const used = [...JSON.stringify(spec.metrics).matchAll(/\{\{args\.([\w-]+)\}\}/g)].map(([, name]) => name);
      expect(known).toEqual(expect.arrayContaining(used));
    }
  });

  it('can judge together: they share no metric, and agree on every argument', () => {
    const values = new Map<string, string>();
    const [playback, web] = [
      one('ClusterAnalysisTemplate', 'backlot-playback'),
      one('ClusterAnalysisTemplate', 'backlot-web'),
    ];
    const metrics = [...playback.spec.metrics, ...web.spec.metrics].map(({ name }: Any) => name);
    expect(new Set(metrics).size).toBe(metrics.length);
    for (const { name, value } of [...playback.spec.args, ...web.spec.args]) {
      expect(values.get(name) ?? value).toBe(value);
      values.set(name, value);
    }
  });

  it('decide by thresholds and by the stable version, and inform about both', () => {
    const names = (template: string) =>
      one('ClusterAnalysisTemplate', template).spec.metrics.map(({ name }: Any) => name);
    const service = ['success-rate', 'latency-p95'].flatMap((name) => [name, `${name}-vs-stable`, `stable-${name}`]);
    expect(names('backlot-web')).toEqual([...service, 'enough-samples', 'samples', 'stable-samples']);
    expect(names('backlot-worker')).toEqual([...service, 'enough-samples', 'samples', 'stable-samples']);
    expect(names('backlot-playback')).toEqual([
      ...['startup-p95', 'rebuffer-ratio'].flatMap((name) => [name, `${name}-vs-stable`, `stable-${name}`]),
      'playback-samples',
      'stable-playback-samples',
    ]);
  });

  it('let verdicts pass or fail only, and one metric say whether there were samples enough', () => {
    for (const { spec } of templates()) {
      for (const { name, inconclusiveLimit, ...metric } of spec.metrics as Any[]) {
        if (name === 'enough-samples') continue;
        // With both conditions a value could meet neither: inconclusive, which ends the run before another has failed.
        expect([name, metric.failureCondition, inconclusiveLimit]).toEqual([name, undefined, undefined]);
        expect([name, metric.count]).toEqual([name, '{{args.count}}']);
        if (name.endsWith('-vs-stable'))
          expect(metric.successCondition).toMatch(/^isNaN\(result\[0\]\) \|\| result\[0\] /);
      }
    }
    const web = one('ClusterAnalysisTemplate', 'backlot-web').spec.metrics as Any[];
    const of = (name: string) => web.find((each) => each.name === name);
    expect(of('success-rate').successCondition).toBe('result[0] >= {{args.success-rate}}');
    expect(of('enough-samples')).toMatchObject({
      successCondition: 'result[0] >= {{args.minimum-samples}}',
      failureCondition: 'result[0] < {{args.abort-below}}',
      consecutiveSuccessLimit: '{{args.count}}',
      failureLimit: '{{args.undecided-limit}}',
      inconclusiveLimit: '{{args.undecided-limit}}',
    });
    // Without a count Argo Rollouts takes no Rollout that names the template; it must exceed both limits together.
    expect(Number(of('enough-samples').count)).toBe(1_000_000);
  });

  it('let playback pass where there are too few plays', () => {
    const { metrics } = one('ClusterAnalysisTemplate', 'backlot-playback').spec;
    const judged = (metrics as Any[]).filter(({ name }) => /^(startup|rebuffer)/.test(name));
    expect(judged).toHaveLength(4);
    for (const { successCondition } of judged) expect(successCondition).toMatch(/^isNaN/);
  });

  it('ask of each version only by its own hash', () => {
    for (const { spec } of templates()) {
      for (const { name, provider } of spec.metrics) {
        const { query } = provider.prometheus;
        const hashes = new Set(
          [...query.matchAll(/\{\{args\.(canary|stable)-hash\}\}/g)].map(([, version]) => version),
        );
        // What stable shows is asked for while the canary has samples, so that both are of the same moments.
        const wanted = name.endsWith('samples')
          ? [name.startsWith('stable-') ? 'stable' : 'canary']
          : /^stable-|-vs-stable$/.test(name)
            ? ['canary', 'stable']
            : ['canary'];
        expect([name, [...hashes].sort()]).toEqual([name, wanted]);
      }
    }
  });

  it('ask the Prometheus that the cluster has, unless the Rollout names one', async () => {
    const other = await renderBaseline(environment, { prometheus: 'http://127.0.0.1:9' });
    const address = (of: BaselineObject[]) =>
      (of.find(({ metadata }) => metadata.name === 'backlot-web') as Any).spec.args.find(
        ({ name }: Any) => name === 'prometheus',
      ).value;
    expect(address(objects)).toBe('http://prometheus-operated.observability.svc:9090');
    expect(address(other)).toBe('http://127.0.0.1:9');
  });
});
