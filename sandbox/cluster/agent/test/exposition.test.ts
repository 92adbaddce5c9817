import { describe, expect, it } from '@jest/globals';
import { exposition } from '../exposition.js';
import { Driven } from './support/driven.js';
import { FakeCluster } from './support/fake-cluster.js';

interface Series {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Reads the text format back, and fails on any line that it doesn't know. */
function parse(text: string): { series: Series[]; types: Map<string, string>; help: Map<string, string> } {
  const series: Series[] = [];
  const types = new Map<string, string>();
  const help = new Map<string, string>();
  for (const line of text.trimEnd().split('\n')) {
    const comment = /^# (HELP|TYPE) (\S+) (.+)$/.exec(line);
    if (comment) {
      (comment[1] === 'TYPE' ? types : help).set(comment[2] ?? '', comment[3] ?? '');
      continue;
    }
    const sample = /^([a-z_]+)\{(.*)\} (\S+)$/.exec(line);
    if (!sample) throw new Error(`not a line of the format: ${line}`);
    const labels = [...(sample[2] ?? '').matchAll(/([a-z_]+)="((?:[^"\\]|\\.)*)"/g)];
    series.push({
      name: sample[1] ?? '',
      labels: Object.fromEntries(labels.map(([, key, value]) => [key, value])),
      value: Number(sample[3]),
    });
  }
  return { series, types, help };
}

function exposed(): ReturnType<typeof parse> {
  const cluster = new FakeCluster().have(
    { name: 'api-1', annotations: { 'backlot.dev/playback': 'true' } },
    { name: 'api-2', hash: 'canary1', image: 'reg/api:2-sim.error50' },
    { name: 'work-1', service: 'processor', annotations: { 'backlot.dev/queue': 'in"gest' } },
    { name: 'gone-1', service: 'gone', ready: false },
    { name: 'quick-1', service: 'quick', annotations: { 'backlot.dev/metrics-profile': 'fastapi' } },
    { name: 'actor-1', service: 'actor', annotations: { 'backlot.dev/metrics-profile': 'pekko' } },
  );
  Object.assign(cluster.sends, { api: ['api-1', 'api-2'], gone: [], quick: ['quick-1'], actor: ['actor-1'] });
  const driven = new Driven(cluster);
  driven.start({ rps: 40 });
  driven.start({ service: 'gone', rps: 5 });
  driven.start({ service: 'quick', rps: 5 });
  driven.start({ service: 'actor', rps: 5 });
  driven.start({ service: 'processor', rps: 5 }, 'worker');
  driven.pass(10);
  const { pods, unrouted } = driven.simulation;
  return parse(exposition({ pods: pods.values(), unrouted, queueDepth: () => 42 }));
}

const { series, types, help } = exposed();
const of = (name: string, labels: Record<string, string> = {}) =>
  series.filter(
    (each) => each.name === name && Object.entries(labels).every(([key, value]) => each.labels[key] === value),
  );

describe('exposition', () => {
  it('has the metrics that services expose, each with its type', () => {
    expect(Object.fromEntries(types)).toEqual({
      http_requests_total: 'counter',
      http_request_duration_seconds: 'histogram',
      http_request_duration_highr_seconds: 'histogram',
      pekko_http_responses_total: 'counter',
      pekko_http_responses_duration_seconds: 'histogram',
      messages_processed_total: 'counter',
      message_processing_duration_seconds: 'histogram',
      queue_messages_visible: 'gauge',
      playback_startup_seconds: 'histogram',
      playback_watch_seconds_total: 'counter',
      playback_rebuffer_seconds_total: 'counter',
    });
  });

  it('says of each metric and each series that it is a model', () => {
    for (const text of help.values()) expect(text).toMatch(/model: no packets are sent\)\.$/);
    expect(help.size).toBe(types.size);
    expect(series.every(({ labels }) => labels.model === 'backlot-sandbox')).toBe(true);
  });

  it('names namespace, pod, service and hash of each pod', () => {
    expect(of('http_requests_total', { pod: 'api-2', code: '500' })[0]?.labels).toEqual({
      namespace: 'streaming',
      pod: 'api-2',
      app_kubernetes_io_name: 'api',
      rollouts_pod_template_hash: 'canary1',
      code: '500',
      model: 'backlot-sandbox',
    });
    expect(of('http_requests_total', { pod: 'api-2', code: '500' })[0]?.value).toBeGreaterThan(50);
    expect(of('http_requests_total', { pod: 'api-1', code: '500' })[0]?.value).toBe(0);
  });

  it('names the metrics of a service as its library does, which tells classes of status codes', () => {
    const [quick] = of('http_requests_total', { pod: 'quick-1', status: '2xx' });
    expect(quick?.labels).toMatchObject({ metrics_profile: 'fastapi' });
    expect(quick?.labels.code).toBeUndefined();
    expect(quick?.value).toBeGreaterThan(20);
    expect(of('http_request_duration_highr_seconds_count', { pod: 'quick-1' })[0]?.value).toBe(quick?.value);
    expect(of('http_request_duration_seconds_count', { pod: 'quick-1' })).toEqual([]);
    expect(of('pekko_http_responses_total', { pod: 'actor-1', status: '5xx' })).toHaveLength(1);
  });

  it('gives requests that found no pod to the service alone', () => {
    const [unrouted] = of('http_requests_total', { app_kubernetes_io_name: 'gone' }).filter(({ value }) => value > 0);
    expect(unrouted?.labels).toEqual({
      namespace: 'streaming',
      app_kubernetes_io_name: 'gone',
      code: '503',
      model: 'backlot-sandbox',
    });
  });

  it.each([
    [
      'http_request_duration_seconds',
      'api-1',
      ['0.005', '0.01', '0.025', '0.05', '0.1', '0.25', '0.5', '1', '2.5', '5', '10', '+Inf'],
    ],
    [
      'message_processing_duration_seconds',
      'work-1',
      ['0.005', '0.01', '0.025', '0.05', '0.1', '0.25', '0.5', '1', '2.5', '5', '10', '30', '60', '+Inf'],
    ],
    ['playback_startup_seconds', 'api-1', ['0.25', '0.5', '0.75', '1', '1.5', '2', '3', '5', '10', '+Inf']],
  ])('makes %s a histogram: cumulative, the last bucket is the count', (name, pod, bounds) => {
    const buckets = of(`${name}_bucket`, { pod });
    expect(buckets.map(({ labels }) => labels.le)).toEqual(bounds);
    const values = buckets.map(({ value }) => value);
    expect(values).toEqual([...values].sort((a, b) => a - b));
    const [count, sum] = [of(`${name}_count`, { pod })[0]?.value ?? 0, of(`${name}_sum`, { pod })[0]?.value ?? 0];
    expect(values.at(-1)).toBe(count);
    expect(count).toBeGreaterThan(0);
    expect(sum / count).toBeGreaterThan(0.05);
  });

  it('counts each answered request once as a code and once as a duration', () => {
    const codes = of('http_requests_total', { pod: 'api-2' }).reduce((sum, { value }) => sum + value, 0);
    expect(of('http_request_duration_seconds_count', { pod: 'api-2' })[0]?.value).toBe(codes);
  });

  it('escapes what a label holds', () => {
    expect(of('queue_messages_visible')).toMatchObject([{ value: 42, labels: { queue: 'in\\"gest' } }]);
  });

  it('starts each counter at zero, so that its first increase is seen', () => {
    const idle = new Driven(new FakeCluster().have({ name: 'w', service: 'processor' })).pass(1);
    const { pods, unrouted } = idle.simulation;
    const found = parse(exposition({ pods: pods.values(), unrouted, queueDepth: () => 0 }));
    expect(found.series.filter(({ name }) => name === 'messages_processed_total')).toMatchObject([
      { value: 0, labels: { outcome: 'ok' } },
      { value: 0, labels: { outcome: 'error' } },
    ]);
  });
});
