import { describe, expect, it } from '@jest/globals';
import { only, type Rendered, renderScenario, renderService, type Values } from './helm.js';
import { findScenarios, type Scenario } from './scenario.js';

const image = { repository: 'registry.example/api', tag: '1.0.0' };
const routes = [{ host: 'api.example' }];
const behindBalancer = { image, routes, ingress: { enabled: true } };
const scenario = (name: string): Scenario => findScenarios().find((each) => each.name === name) as Scenario;

describe('the pods of every scenario', () => {
  const services = findScenarios().filter(({ chart }) => chart === 'service');

  it.each(services)(
    '$name keep the restricted Pod Security Standard and write only to their scratch folders',
    async (each) => {
      for (const pod of podsOf(await renderScenario(each))) {
        expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
        expect(pod.automountServiceAccountToken).toBe(false);
        expect(pod).not.toHaveProperty('hostNetwork');
        for (const container of pod.containers) {
          expect(container.securityContext).toMatchObject({
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            runAsNonRoot: true,
            capabilities: { drop: ['ALL'] },
            seccompProfile: { type: 'RuntimeDefault' },
          });
          expect(container.resources.limits).toHaveProperty('memory');
          expect(container.resources.requests).toHaveProperty('cpu');
        }
        for (const volume of pod.volumes ?? []) expect(volume.emptyDir.sizeLimit).toMatch(/\d/);
      }
    },
  );

  it.each(services)('$name are named and labelled as the rest of the platform expects', async (each) => {
    for (const { metadata } of await renderScenario(each)) {
      expect(metadata.labels).toMatchObject({
        'app.kubernetes.io/instance': each.name,
        'app.kubernetes.io/managed-by': 'Helm',
        'app.kubernetes.io/part-of': 'backlot',
        'backlot.dev/environment': expect.any(String),
        'app.kubernetes.io/version': expect.any(String),
      });
      expect(metadata.labels['app.kubernetes.io/name']).toMatch(new RegExp(`^${each.name}(-migrate)?$`));
    }
  });
});

describe('a web service with a canary', () => {
  it('splits the traffic at the load balancer, between Services of its two versions', async () => {
    const objects = await renderService(behindBalancer);
    const { canary } = only(objects, 'Rollout').spec.strategy;
    expect(canary).toMatchObject({
      stableService: 'api-stable',
      canaryService: 'api-canary',
      maxUnavailable: 0,
      dynamicStableScale: false,
      trafficRouting: { alb: { ingress: 'api', rootService: 'api', servicePort: 80 } },
    });
    for (const name of ['api', 'api-stable', 'api-canary'])
      expect(only(objects, 'Service', name).spec.ports[0].port).toBe(80);
    const [rule] = only(objects, 'Ingress').spec.rules;
    expect(rule.http.paths[0].backend.service).toEqual({ name: 'api', port: { name: 'use-annotation' } });
  });

  it('leaves the weights to Argo Rollouts, so that an upgrade does not set them back', async () => {
    const { annotations } = only(await renderService(behindBalancer), 'Ingress').metadata;
    expect(Object.keys(annotations).filter((key) => key.includes('/actions.'))).toEqual([]);
  });

  it('says which group of canaries it belongs to: the one that is named, else its kind', async () => {
    const label = async (values: Readonly<Record<string, unknown>>) =>
      only(await renderService(values), 'Rollout').metadata.labels['backlot.dev/group'];
    expect([await label({ image }), await label({ image, group: 'edge' })]).toEqual(['web', 'edge']);
  });

  it.each([
    ['abort', '400', '24'],
    ['hold', '0', '24'],
  ])('waits for samples and then does as undecided: %s says', async (undecided, below, limit) => {
    const analysis = { minimumSamples: 400, undecided, undecidedLimit: 24, errorLimit: 60 };
    const rollout = only(await renderService({ image, canary: { analysis } }), 'Rollout');
    const args = Object.fromEntries(
      rollout.spec.strategy.canary.steps[1].analysis.args.map(({ name, value }: Record<string, string>) => [
        name,
        value,
      ]),
    );
    expect(args).toMatchObject({ 'abort-below': below, 'undecided-limit': limit, 'no-number-limit': '84' });
  });

  it('names on its pods the library whose metrics are renamed, and nothing where none are', async () => {
    const metricRelabelings = [{ sourceLabels: ['__name__', 'status'], regex: '(.+);(.+)', targetLabel: 'code' }];
    const renamed = await renderService({ image, podMonitor: { profile: 'spring', metricRelabelings } });
    expect(only(renamed, 'Rollout').spec.template.metadata.annotations).toMatchObject({
      'backlot.dev/metrics-profile': 'spring',
    });
    expect(only(renamed, 'PodMonitor').spec.podMetricsEndpoints[0]).toMatchObject({ metricRelabelings });
    const plain = await renderService({ image });
    expect(only(plain, 'Rollout').spec.template.metadata.annotations ?? {}).not.toHaveProperty([
      'backlot.dev/metrics-profile',
    ]);
    expect(only(plain, 'PodMonitor').spec.podMetricsEndpoints[0]).not.toHaveProperty('metricRelabelings');
  });

  it('analyses after every step, with the thresholds as texts', async () => {
    const values = { image, canary: { steps: [5, 25, 60], analysis: { minimumSamples: 2000000, successRate: 0.999 } } };
    const { steps } = only(await renderService(values), 'Rollout').spec.strategy.canary;
    expect(steps.map((step: { setWeight?: number }) => step.setWeight ?? 'analysis')).toEqual([
      5,
      'analysis',
      25,
      'analysis',
      60,
      'analysis',
    ]);
    const { templates, args } = steps[1].analysis;
    expect(templates).toEqual([{ templateName: 'backlot-web', clusterScope: true }]);
    expect(
      new Map(args.map((arg: { name: string; value?: string }) => [arg.name, arg.value])).get('minimum-samples'),
    ).toBe('2000000');
    for (const arg of args) expect(typeof (arg.value ?? '')).toBe('string');
    expect(args.find((arg: { name: string }) => arg.name === 'canary-hash').valueFrom.podTemplateHashValue).toBe(
      'Latest',
    );
    expect(args.find((arg: { name: string }) => arg.name === 'stable-hash').valueFrom.podTemplateHashValue).toBe(
      'Stable',
    );
  });

  it('judges playback in the same analysis when it plays media, and says so on its pods', async () => {
    const rollout = only(await renderScenario(scenario('web-canary-playback')), 'Rollout');
    const { templates, args } = rollout.spec.strategy.canary.steps[1].analysis;
    expect(templates.map((each: { templateName: string }) => each.templateName)).toEqual([
      'backlot-web',
      'backlot-playback',
    ]);
    expect(args).toContainEqual({ name: 'startup-p95', value: '2' });
    expect(args).toContainEqual({ name: 'rebuffer-margin', value: '0.002' });
    expect(rollout.spec.template.metadata.annotations).toMatchObject({ 'backlot.dev/playback': 'true' });
  });

  it('waits for a person at each step when nothing is measured', async () => {
    const { steps } = only(await renderScenario(scenario('web-canary-by-hand')), 'Rollout').spec.strategy.canary;
    expect(steps).toEqual([{ setWeight: 20 }, { pause: {} }, { setWeight: 50 }, { pause: {} }]);
  });

  it('gives up a version whose pods do not become ready, and prefers other nodes for it than the stable one has', async () => {
    const { spec } = only(await renderService({ image }), 'Rollout');
    expect(spec).toMatchObject({
      progressDeadlineAbort: true,
      progressDeadlineSeconds: 600,
      rollbackWindow: { revisions: 3 },
    });
    expect(spec.strategy.canary.antiAffinity.preferredDuringSchedulingIgnoredDuringExecution.weight).toBe(50);
  });
});

describe('the number of pods', () => {
  it.each([
    ['Rollout', true],
    ['Deployment', false],
  ])('of a %s is left to its autoscaler', async (kind, enabled) => {
    const objects = await renderService({ image, canary: { enabled } });
    expect(only(objects, kind).spec).not.toHaveProperty('replicas');
    expect(only(objects, 'HorizontalPodAutoscaler').spec).toMatchObject({
      scaleTargetRef: { kind, name: 'api' },
      minReplicas: 3,
      maxReplicas: 10,
    });
  });

  it('is fixed where there is no autoscaler', async () => {
    const objects = await renderScenario(scenario('web-fixed-size'));
    expect(only(objects, 'Deployment').spec.replicas).toBe(2);
    expect(objects.some(({ kind }) => kind === 'HorizontalPodAutoscaler')).toBe(false);
  });

  it('follows CPU, memory and the depth of each queue', async () => {
    const { metrics, behavior } = only(await renderScenario(scenario('worker-queue')), 'HorizontalPodAutoscaler').spec;
    expect(metrics.map((each: Rendered) => each.resource?.target.averageUtilization)).toEqual([
      80,
      85,
      undefined,
      undefined,
    ]);
    expect(metrics[2].external).toEqual({
      metric: { name: 'sqs_messages_visible', selector: { matchLabels: { queue: 'ingest' } } },
      target: { type: 'AverageValue', averageValue: '30' },
    });
    expect(behavior.scaleDown.stabilizationWindowSeconds).toBe(600);
  });
});

describe('where pods go', () => {
  it('is one zone after the other, for each version by itself, and different nodes if possible', async () => {
    for (const [kind, hash, enabled] of [
      ['Rollout', 'rollouts-pod-template-hash', true],
      ['Deployment', 'pod-template-hash', false],
    ] as const) {
      const pod = only(await renderService({ image, canary: { enabled } }), kind).spec.template.spec;
      expect(pod.topologySpreadConstraints).toEqual([
        expect.objectContaining({
          topologyKey: 'topology.kubernetes.io/zone',
          maxSkew: 1,
          whenUnsatisfiable: 'DoNotSchedule',
          nodeTaintsPolicy: 'Honor',
          matchLabelKeys: [hash],
        }),
      ]);
      expect(pod.affinity.podAntiAffinity).not.toHaveProperty('requiredDuringSchedulingIgnoredDuringExecution');
    }
  });
});

describe('the end of a pod', () => {
  it('comes after it was taken out of the load balancer', async () => {
    const pod = only(await renderService({ image }), 'Rollout').spec.template.spec;
    expect(pod.containers[0].lifecycle.preStop).toEqual({ sleep: { seconds: 10 } });
    expect(pod.terminationGracePeriodSeconds).toBe(45);
  });

  it('needs no pause where none is wanted', async () => {
    const pod = only(await renderService({ image, termination: { preStopSeconds: 0 } }), 'Rollout').spec.template.spec;
    expect(pod.containers[0]).not.toHaveProperty('lifecycle');
  });
});

describe('the Ingress', () => {
  it('speaks TLS 1.3 and sends plain HTTP there', async () => {
    const { annotations } = only(await renderScenario(scenario('web-canary-alb')), 'Ingress').metadata;
    expect(annotations).toMatchObject({
      'alb.ingress.kubernetes.io/ssl-policy': expect.stringContaining('TLS13'),
      'alb.ingress.kubernetes.io/ssl-redirect': '443',
      'alb.ingress.kubernetes.io/listen-ports': '[{"HTTP":80},{"HTTPS":443}]',
      'alb.ingress.kubernetes.io/target-type': 'ip',
      'alb.ingress.kubernetes.io/healthcheck-path': '/readyz',
      'alb.ingress.kubernetes.io/group.name': 'public',
      'alb.ingress.kubernetes.io/subnets': 'subnet-1,subnet-2,subnet-3',
      'alb.ingress.kubernetes.io/wafv2-acl-arn': expect.stringContaining('webacl'),
      'alb.ingress.kubernetes.io/target-group-attributes': expect.stringContaining(
        'deregistration_delay.timeout_seconds=30',
      ),
    });
  });

  it('has no TLS without a certificate, and needs no annotation without a canary', async () => {
    const ingress = only(await renderScenario(scenario('web-deployment')), 'Ingress');
    expect(ingress.metadata.annotations).not.toHaveProperty('alb.ingress.kubernetes.io/ssl-redirect');
    expect(ingress.spec.rules[0].http.paths[0].backend.service.port).toEqual({ name: 'http' });
  });

  it('has one rule per host', async () => {
    const { rules } = only(await renderScenario(scenario('web-canary-alb')), 'Ingress').spec;
    expect(rules.map((rule: Rendered) => [rule.host, rule.http.paths.length])).toEqual([
      ['api.backlot.example', 2],
      ['www.backlot.example', 1],
    ]);
  });

  it('lets annotations of a person win over those of the chart', async () => {
    const annotations = { 'alb.ingress.kubernetes.io/success-codes': '200' };
    const ingress = only(
      await renderService({ ...behindBalancer, ingress: { enabled: true, annotations } }),
      'Ingress',
    );
    expect(ingress.metadata.annotations).toMatchObject(annotations);
  });
});

describe('the network', () => {
  it('lets nothing in or out by default but DNS and the reading of metrics', async () => {
    const { spec } = only(await renderService({ image }), 'NetworkPolicy');
    expect(spec.policyTypes).toEqual(['Ingress', 'Egress']);
    expect(portsOf(spec.ingress)).toEqual(['http']);
    expect(spec.ingress[0].from).toEqual([
      { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'observability' } } },
    ]);
    expect(portsOf(spec.egress)).toEqual([53, 53]);
  });

  it('opens exactly what is named', async () => {
    const { spec } = only(await renderScenario(scenario('web-canary-alb')), 'NetworkPolicy');
    expect(portsOf(spec.egress)).toEqual([53, 53, 443, 80, 5432, 8080, 8081]);
    expect(spec.egress[3].to).toHaveLength(2);
    expect(JSON.stringify(spec.ingress)).toContain('10.20.0.0/16');
    expect(JSON.stringify(spec.ingress)).not.toContain('192.168.0.0/16');
  });

  it('never opens the metadata of the instance', async () => {
    const { spec } = only(await renderService({ image, network: { https: true } }), 'NetworkPolicy');
    const everywhere = spec.egress
      .flatMap((rule: Rendered) => rule.to)
      .filter((to: Rendered) => to.ipBlock?.cidr === '0.0.0.0/0');
    expect(everywhere).toEqual([{ ipBlock: { cidr: '0.0.0.0/0', except: ['169.254.0.0/16'] } }]);
  });
});

describe('configuration', () => {
  it('makes new pods when it changes, and only then', async () => {
    const checksum = async (config: Values) =>
      only(await renderService({ image, config }), 'Rollout').spec.template.metadata.annotations['checksum/config'];
    expect(await checksum({ A: '1', B: '2' })).toBe(await checksum({ B: '2', A: '1' }));
    expect(await checksum({ A: '1' })).not.toBe(await checksum({ A: '2' }));
  });

  it('takes each secret from the store under the name of its variable', async () => {
    const objects = await renderScenario(scenario('web-canary-alb'));
    expect(only(objects, 'ExternalSecret').spec.data).toEqual([
      { secretKey: 'API_TOKEN_KEY', remoteRef: { key: 'backlot/prod/api-token-key' } },
      { secretKey: 'DATABASE_PASSWORD', remoteRef: { key: expect.stringContaining('arn:'), property: 'password' } },
    ]);
    const { env } = only(objects, 'Rollout').spec.template.spec.containers[0];
    expect(env).toContainEqual({
      name: 'API_TOKEN_KEY',
      valueFrom: { secretKeyRef: { name: 'web-canary-alb', key: 'API_TOKEN_KEY' } },
    });
  });

  it('runs a digest rather than a tag when there is one', async () => {
    const { containers } = only(await renderScenario(scenario('web-deployment')), 'Deployment').spec.template.spec;
    expect(containers[0].image).toMatch(/^registry\.example\/site@sha256:[0-9a-f]{64}$/);
  });
});

describe('a migration', () => {
  it('runs before anything of the release is there, with all that it needs', async () => {
    const objects = (await renderScenario(scenario('web-migration'))).filter(
      ({ metadata }) => metadata.annotations?.['helm.sh/hook'],
    );
    expect(objects.map(({ kind }) => kind).sort()).toEqual([
      'ExternalSecret',
      'Job',
      'NetworkPolicy',
      'ServiceAccount',
    ]);
    const weight = (kind: string) => Number(only(objects, kind).metadata.annotations['helm.sh/hook-weight']);
    for (const kind of ['ExternalSecret', 'NetworkPolicy', 'ServiceAccount'])
      expect(weight(kind)).toBeLessThan(weight('Job'));
    const [container] = only(objects, 'Job').spec.template.spec.containers;
    expect(container.env).toContainEqual({ name: 'DATABASE_HOST', value: 'main.internal' });
    expect(container).not.toHaveProperty('envFrom');
  });

  it('is never taken for a pod of the service', async () => {
    const objects = await renderScenario(scenario('web-migration'));
    const { labels } = only(objects, 'Job').spec.template.metadata;
    for (const { spec } of objects.filter(({ kind }) => kind === 'Service'))
      expect(labels).not.toMatchObject(spec.selector);
    expect(labels).not.toMatchObject(only(objects, 'PodDisruptionBudget').spec.selector.matchLabels);
  });

  it('reads the secret of the service where nobody brings one of its own', async () => {
    const [container] = only(await renderScenario(scenario('web-migration-own-secret')), 'Job').spec.template.spec
      .containers;
    expect(container.env).toContainEqual(
      expect.objectContaining({
        valueFrom: { secretKeyRef: { name: 'web-migration-own-secret', key: 'DATABASE_PASSWORD' } },
      }),
    );
  });
});

describe('a worker', () => {
  it('has no Services, and is analysed by its messages', async () => {
    const objects = await renderScenario(scenario('worker-queue'));
    expect(objects.some(({ kind }) => kind === 'Service')).toBe(false);
    const { template, strategy } = only(objects, 'Rollout').spec;
    expect(strategy.canary).not.toHaveProperty('trafficRouting');
    expect(strategy.canary.steps[1].analysis.templates).toEqual([
      { templateName: 'backlot-worker', clusterScope: true },
    ]);
    expect(template.metadata.annotations).toMatchObject({
      'backlot.dev/queue': 'ingest',
      'example.com/owner': 'ingestion',
    });
  });

  it('may listen on nothing', async () => {
    const objects = await renderScenario(scenario('worker-queue-only'));
    const [container] = only(objects, 'Rollout').spec.template.spec.containers;
    expect(container).not.toHaveProperty('ports');
    expect(container.readinessProbe.exec.command).toEqual(['notifier', 'check', '--ready']);
    expect(objects.some(({ kind }) => kind === 'PodMonitor')).toBe(false);
  });
});

describe('a cron job', () => {
  it('runs on its schedule, one at a time, and ends', async () => {
    const objects = await renderScenario(scenario('cron'));
    expect(objects.map(({ kind }) => kind).sort()).toEqual([
      'ConfigMap',
      'CronJob',
      'ExternalSecret',
      'NetworkPolicy',
      'ServiceAccount',
    ]);
    const { spec } = only(objects, 'CronJob');
    expect(spec).toMatchObject({
      schedule: '0 3 * * *',
      timeZone: 'Europe/Berlin',
      concurrencyPolicy: 'Forbid',
      suspend: false,
    });
    expect(spec.jobTemplate.spec).toMatchObject({ activeDeadlineSeconds: 3600, backoffLimit: 2 });
    expect(spec.jobTemplate.spec.template.spec.containers[0]).not.toHaveProperty('livenessProbe');
  });
});

describe('metrics', () => {
  it('carry the name of the service and the hash of its version', async () => {
    const { spec } = only(await renderService({ image }), 'PodMonitor');
    expect(spec.podTargetLabels).toEqual(['app.kubernetes.io/name', 'rollouts-pod-template-hash']);
    expect(spec.podMetricsEndpoints).toEqual([{ port: 'http', path: '/metrics', interval: '15s' }]);
  });

  it('are read from their own port when they have one', async () => {
    const objects = await renderScenario(scenario('web-canary-playback'));
    expect(only(objects, 'PodMonitor').spec.podMetricsEndpoints[0].port).toBe('metrics');
    expect(portsOf(only(objects, 'NetworkPolicy').spec.ingress)).toEqual(['http', 'metrics']);
  });
});

// biome-ignore lint/suspicious/noExplicitAny: see Rendered
function podsOf(objects: readonly Rendered[]): any[] {
  return objects.flatMap(({ kind, spec }) => {
    if (kind === 'CronJob') return [spec.jobTemplate.spec.template.spec];
    return ['Rollout', 'Deployment', 'Job'].includes(kind) ? [spec.template.spec] : [];
  });
}

function portsOf(rules: readonly Rendered[]): unknown[] {
  return rules.flatMap((rule) => rule.ports.map(({ port }: { port: unknown }) => port));
}
