import { describe, expect, it } from '@jest/globals';
import { refusalOf, type Values } from './helm.js';

const image = { repository: 'registry.example/api', tag: '1.0.0' };
const routes = [{ host: 'api.example' }];
const worker = { image, kind: 'worker' };

describe('the service chart refuses', () => {
  it.each<[string, Values, string]>([
    ['a value that it does not know', { image, replica: 3 }, "additional properties 'replica' not allowed"],
    [
      'an unknown value deep inside',
      { image, canary: { analysis: { sucessRate: 1 } } },
      "at '/canary/analysis': additional properties 'sucessRate'",
    ],
    [
      'an unknown value inside a list',
      { image, routes: [{ host: 'a.b', hots: 1 }] },
      "at '/routes/0': additional properties 'hots'",
    ],
    ['a text where a number belongs', { image, port: '8080' }, "at '/port': got string, want integer"],
    [
      'a number where a text belongs',
      { image: { repository: 'a/b', tag: 1.2 } },
      "at '/image/tag': got number, want string",
    ],
    ['a variable that is a number', { image, env: { WORKERS: 4 } }, "at '/env/WORKERS': got number, want string"],
    ['a kind that is none', { image, kind: 'job' }, "value must be one of 'web', 'worker', 'cron'"],
    ['an image without a name', { image: { tag: '1' } }, "at '/image/repository'"],
    ['a digest that is cut off', { image: { repository: 'a/b', digest: 'sha256:12' } }, "at '/image/digest'"],
    ['a port that does not exist', { image, port: 70000 }, 'maximum: got 70,000, want 65,535'],
    [
      'a quantity with an unknown unit',
      { image, resources: { requests: { memory: '1GB' } } },
      "at '/resources/requests/memory'",
    ],
    ['root', { image, security: { runAsUser: 0 } }, "at '/security/runAsUser': minimum"],
    ['a step to all traffic', { image, canary: { steps: [50, 100] } }, "at '/canary/steps/1': maximum"],
    ['no steps', { image, canary: { steps: [] } }, "at '/canary/steps': minItems"],
    [
      'a success rate in percent',
      { image, canary: { analysis: { successRate: 99 } } },
      "at '/canary/analysis/successRate': maximum",
    ],
    ['a schedule of four fields', { image, kind: 'cron', schedule: '0 3 * *' }, "at '/schedule'"],
    ['a way out to nowhere', { image, network: { egress: [{ name: 'x', ports: [1] }] } }, "at '/network/egress/0'"],
    [
      'a certificate that is none',
      { image, routes, ingress: { enabled: true, certificateArn: 'cert' } },
      "at '/ingress/certificateArn'",
    ],
  ])('%s, by its schema', async (_what, values, message) => {
    expect(await refusalOf('service', values)).toContain(message);
  });

  it.each<[string, Values, string]>([
    ['no version', { image: { repository: 'a/b' } }, 'image: neither tag nor digest is set'],
    [
      'fewer pods at most than at least',
      { image, replicas: { min: 5, max: 3 } },
      'replicas.min (5) is more than replicas.max (3)',
    ],
    ['steps that go down', { image, canary: { steps: [50, 20] } }, 'canary.steps: 20 comes after 50'],
    ['a cron job without schedule', { image, kind: 'cron' }, 'schedule: a cron job needs one'],
    [
      'a schedule of a service that keeps running',
      { image, schedule: '0 3 * * *' },
      'schedule is for kind cron, and this is a web',
    ],
    ['a web service without port', { image, port: 0 }, 'port: a web service needs one'],
    ['probes by HTTP without port', { ...worker, port: 0 }, 'asks by HTTP, and port is 0'],
    [
      'a pause longer than the whole end',
      { image, termination: { gracePeriodSeconds: 10, preStopSeconds: 10 } },
      'termination.preStopSeconds (10) must be less',
    ],
    [
      'an autoscaler that looks at nothing',
      { image, autoscaling: { cpu: 0, memory: 0 } },
      'autoscaling looks at nothing',
    ],
    [
      'an Ingress without routes',
      { image, ingress: { enabled: true } },
      'routes: none, but ingress or gateway is enabled',
    ],
    [
      'an Ingress of a worker',
      { ...worker, routes, ingress: { enabled: true } },
      'ingress and gateway are for kind web, and this is a worker',
    ],
    ['a route without Gateway', { image, routes, gateway: { enabled: true } }, 'gateway.parentRefs: none'],
    [
      'to shrink the stable version without a load balancer',
      { image, canary: { dynamicStableScale: true } },
      'canary.dynamicStableScale needs a load balancer',
    ],
    [
      'a variable that is set twice',
      { image, env: { A: '1' }, config: { A: '2' } },
      'the variable A is set by env and by config',
    ],
    [
      'a variable that the chart sets',
      { image, env: { POD_NAME: 'x' } },
      'the variable POD_NAME is set by the chart and by env',
    ],
    [
      'a secret over a variable',
      { image, env: { K: '1' }, secrets: [{ name: 'key', remote: 'r', env: 'K' }] },
      'set by env and by secrets (key)',
    ],
  ])('%s, and says what to do', async (_what, values, message) => {
    expect(await refusalOf('service', values)).toContain(message);
  });
});

describe('the observability chart refuses', () => {
  const service = (slo: Values) => ({ services: [{ name: 'api', namespace: 'streaming', kind: 'web', slo }] });

  it.each<[string, Values, string]>([
    ['an objective of perfection', service({ availability: 100, window: '30d' }), 'exclusiveMaximum'],
    ['an objective without window', service({ availability: 99 }), "missing property 'window'"],
    [
      'a latency that no histogram counts',
      service({ availability: 99, window: '30d', latencyP95: 0.3 }),
      'api wants 0.3 s, and the histogram http_request_duration_seconds has no such boundary',
    ],
    ['a value that it does not know', { dashboard: {} }, "additional properties 'dashboard' not allowed"],
  ])('%s', async (_what, values, message) => {
    expect(await refusalOf('observability', values)).toContain(message);
  });
});
