import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { execa } from 'execa';
import { stringify } from 'yaml';
import { promtool as scanner } from '../../sandbox/tools/chart-scanners.js';
import { locateTool, obtainTool } from '../../sandbox/tools/resolve-tool.js';
import { renderBaseline } from '../cluster-baseline.js';
import { fullEnvironment } from './fixtures/full-environment.js';

// The tool may have to be built once per machine.
jest.setTimeout(900_000);

const ARGUMENTS: Record<string, string> = {
  service: 'api',
  namespace: 'streaming',
  'canary-hash': 'new',
  'stable-hash': 'old',
  window: '1m',
  'minimum-samples': '100',
  'minimum-plays': '100',
};

/** Series of one version of the service: a name, further labels, and how much each grows in 15 s. */
type Counters = readonly (readonly [metric: string, labels: string, per15s: number])[];

const web = (ok: number, failed: number, fast: number): Counters => [
  ...(ok > 0 ? [['http_requests_total', 'code="200"', ok] as const] : []),
  ...(failed > 0 ? [['http_requests_total', 'code="503"', failed] as const] : []),
  ['http_request_duration_seconds_bucket', 'le="0.1"', fast],
  ['http_request_duration_seconds_bucket', 'le="1"', ok + failed],
  ['http_request_duration_seconds_bucket', 'le="+Inf"', ok + failed],
  ['http_request_duration_seconds_count', '', ok + failed],
];

let queries: Map<string, string>;
let promtool: string;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backlot-promql-'));
  promtool = ((await locateTool(scanner)) ?? (await obtainTool(scanner))).path;
  const objects = await renderBaseline(fullEnvironment());
  const templates = objects.filter(({ kind }) => kind === 'ClusterAnalysisTemplate');
  queries = new Map(
    templates.flatMap(({ metadata, spec }) =>
      (spec as { metrics: { name: string; provider: { prometheus: { query: string } } }[] }).metrics.map((metric) => {
        const query = metric.provider.prometheus.query.replace(
          /\{\{args\.([\w-]+)\}\}/g,
          (_, name) => ARGUMENTS[name] ?? '?',
        );
        return [`${metadata.name} ${metric.name}`, query] as const;
      }),
    ),
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Requests as libraries count them that have no counter but that of the histogram. */
const timed = (code: string, per15s: number): Counters => [
  ['http_request_duration_seconds_bucket', `code="${code}",le="0.1"`, per15s],
  ['http_request_duration_seconds_bucket', `code="${code}",le="+Inf"`, per15s],
  ['http_request_duration_seconds_count', `code="${code}"`, per15s],
];

/** Lets Prometheus itself evaluate a query over counters that grew for five minutes; to a thousandth. */
async function expectValue(
  name: string,
  series: { canary?: Counters; stable?: Counters },
  value: number | 'no number' | undefined,
): Promise<void> {
  const input = (['canary', 'stable'] as const).flatMap((version) =>
    (series[version] ?? []).map(([metric, labels, growth]) => {
      const hash = version === 'canary' ? 'new' : 'old';
      const all = [
        'namespace="streaming"',
        'app_kubernetes_io_name="api"',
        `rollouts_pod_template_hash="${hash}"`,
        labels,
      ];
      return { series: `${metric}{${all.filter(Boolean).join(',')}}`, values: `0+${growth}x20` };
    }),
  );
  const test = {
    evaluation_interval: '15s',
    fuzzy_compare: true,
    tests: [
      {
        interval: '15s',
        input_series: input,
        promql_expr_test: [
          {
            expr: value === 'no number' ? isNoNumber(queries.get(name)) : `round(1000 * (${queries.get(name)}))`,
            eval_time: '5m',
            exp_samples:
              value === undefined
                ? []
                : [{ labels: '{}', value: value === 'no number' ? 1 : Math.round(1000 * value) }],
          },
        ],
      },
    ],
  };
  const path = join(folder, `${Math.random()}.yaml`);
  await writeFile(path, stringify(test));
  const { exitCode, all } = await execa(promtool, ['test', 'rules', path], { all: true, reject: false });
  expect(exitCode === 0 ? '' : all).toBe('');
}

/** Only what is no number differs from itself. */
function isNoNumber(query: string | undefined): string {
  return `(${query}) != bool (${query})`;
}

describe('the queries of the analysis, by Prometheus itself', () => {
  it('see a share of errors, and how much worse that is than the stable version', async () => {
    const series = { canary: web(95, 5, 100), stable: web(400, 0, 400) };
    await expectValue('backlot-web success-rate', series, 0.95);
    await expectValue('backlot-web success-rate-vs-stable', series, 0.05);
    await expectValue('backlot-web stable-success-rate', series, 1);
  });

  it('see a version that fails every time, which has no series of successes', async () => {
    const series = { canary: web(0, 100, 100), stable: web(400, 0, 400) };
    await expectValue('backlot-web success-rate', series, 0);
    await expectValue('backlot-web success-rate-vs-stable', series, 1);
  });

  it('see that a version got slower than the one beside it', async () => {
    // All within 0.1 s: 0.095; half of them up to 1 s: 0.1 + 0.9 × 0.9.
    const series = { canary: web(100, 0, 50), stable: web(400, 0, 400) };
    await expectValue('backlot-web latency-p95', series, 0.91);
    await expectValue('backlot-web stable-latency-p95', series, 0.095);
    // 400 samples leave a 93.2nd percentile possible: 0.1 + 0.9 × 0.432 / 0.5.
    const least = 0.95 - 1.645 * Math.sqrt((0.95 * 0.05) / 400);
    await expectValue('backlot-web latency-p95-vs-stable', series, (0.1 + (0.9 * (least - 0.5)) / 0.5) / 0.095);
  });

  it('see no difference in what chance makes of few samples, and see one that no chance makes', async () => {
    const starts = (half: number, one: number, two: number): Counters => [
      ['playback_startup_seconds_bucket', 'le="0.5"', half],
      ['playback_startup_seconds_bucket', 'le="1"', one],
      ['playback_startup_seconds_bucket', 'le="2"', two],
      ['playback_startup_seconds_bucket', 'le="+Inf"', two],
      ['playback_startup_seconds_count', '', two],
    ];
    const stable = starts(15, 25, 25);
    const ratio = 'backlot-playback startup-p95-vs-stable';
    const least = 0.95 - 1.645 * Math.sqrt((0.95 * 0.05) / 100);
    // 8 of 100 plays took longer, where 5 may: by its p95, 1.375 s, it would be 1.47 times as slow.
    const unlucky = [...web(100, 0, 100), ...starts(15, 23, 25)];
    const lowest = 0.5 + (0.5 * (least - 0.6)) / 0.32;
    await expectValue('backlot-playback startup-p95', { canary: unlucky, stable }, lowest);
    await expectValue(ratio, { canary: unlucky, stable }, lowest / 0.9375);
    const slow = [...web(100, 0, 100), ...starts(5, 15, 25)];
    await expectValue(ratio, { canary: slow, stable }, (1 + (least - 0.6) / 0.4) / 0.9375);
  });

  it('decide nothing on too few samples, and count them', async () => {
    const series = { canary: web(5, 5, 10), stable: web(400, 0, 400) };
    for (const metric of ['success-rate', 'success-rate-vs-stable', 'latency-p95', 'latency-p95-vs-stable']) {
      await expectValue(`backlot-web ${metric}`, series, undefined);
    }
    await expectValue('backlot-web enough-samples', series, 40);
    await expectValue('backlot-web samples', series, 40);
    await expectValue('backlot-web stable-samples', series, 1600);
  });

  it.each([
    ['status="200"', 'a label of another name'],
    ['', 'no label at all'],
    ['code="OK"', 'a value that nobody knows'],
    ['code="0"', 'a code of a connection that broke'],
  ])('take requests with %s, %s, for failed ones', async (label) => {
    const series = { canary: [['http_requests_total', label, 100]] as Counters };
    await expectValue('backlot-web success-rate', series, 0);
  });

  it('take redirects and what clients did wrong for good ones, and classes for codes', async () => {
    const codes = ['200', '204', '301', '404', '2xx', '500', '5xx', '503'];
    const canary = codes.map((code) => ['http_requests_total', `code="${code}"`, 100] as const);
    await expectValue('backlot-web success-rate', { canary }, 5 / 8);
  });

  it('count requests by their durations where there is no counter', async () => {
    const canary = [...timed('200', 95), ...timed('500', 5)];
    await expectValue('backlot-web success-rate', { canary }, 0.95);
    await expectValue('backlot-web enough-samples', { canary }, 400);
    await expectValue('backlot-web samples', { canary }, 400);
  });

  it('believe the counter where both are there', async () => {
    const canary: Counters = [['http_requests_total', 'status="200"', 100], ...timed('200', 100)];
    await expectValue('backlot-web success-rate', { canary }, 0);
  });

  it('have too few samples of requests that nobody timed, and judge their errors all the same', async () => {
    const canary: Counters = [['http_requests_total', 'code="500"', 100]];
    await expectValue('backlot-web enough-samples', { canary }, 0);
    await expectValue('backlot-web latency-p95', { canary }, undefined);
    await expectValue('backlot-web success-rate', { canary }, 0);
  });

  it('have no number for durations whose buckets are missing, which fails', async () => {
    const canary: Counters = [
      ['http_requests_total', 'code="200"', 100],
      ['http_request_duration_seconds_count', '', 100],
    ];
    await expectValue('backlot-web enough-samples', { canary }, 400);
    await expectValue('backlot-web latency-p95', { canary }, 'no number');
  });

  it('compare with nobody when the stable version has no traffic, and still judge by themselves', async () => {
    const series = { canary: web(100, 0, 100) };
    await expectValue('backlot-web success-rate', series, 1);
    await expectValue('backlot-web success-rate-vs-stable', series, 'no number');
    await expectValue('backlot-web latency-p95-vs-stable', series, 'no number');
    await expectValue('backlot-web stable-samples', series, 0);
  });

  it('decide nothing without any traffic', async () => {
    await expectValue('backlot-web success-rate', {}, undefined);
    await expectValue('backlot-web success-rate-vs-stable', {}, undefined);
    await expectValue('backlot-web enough-samples', {}, 0);
    await expectValue('backlot-web samples', {}, 0);
  });

  it('see messages that fail', async () => {
    const worker: Counters = [
      ['messages_processed_total', 'outcome="ok"', 90],
      ['messages_processed_total', 'outcome="error"', 10],
    ];
    await expectValue('backlot-worker success-rate', { canary: worker }, 0.9);
    const unnamed: Counters = [['messages_processed_total', 'result="ok"', 100]];
    await expectValue('backlot-worker success-rate', { canary: unnamed }, 0);
  });

  it('see waiting in playback, and none where there is no series of it', async () => {
    const playback = (waited: number): Counters => [
      ['playback_startup_seconds_count', '', 50],
      ['playback_watch_seconds_total', '', 1000],
      ...(waited > 0 ? [['playback_rebuffer_seconds_total', '', waited] as const] : []),
    ];
    const series = { canary: [...web(100, 0, 100), ...playback(30)], stable: playback(0) };
    await expectValue('backlot-playback rebuffer-ratio', series, 0.03);
    await expectValue('backlot-playback rebuffer-ratio-vs-stable', series, 0.03);
    await expectValue('backlot-playback stable-rebuffer-ratio', series, 0);
    await expectValue('backlot-playback playback-samples', series, 200);
  });

  it('leave it to the requests where plays are too few, and wait with them where there is nothing at all', async () => {
    const plays: Counters = [
      ['playback_startup_seconds_count', '', 10],
      ['playback_watch_seconds_total', '', 200],
      ['playback_rebuffer_seconds_total', '', 100],
    ];
    for (const metric of ['startup-p95', 'startup-p95-vs-stable', 'rebuffer-ratio', 'rebuffer-ratio-vs-stable']) {
      await expectValue(`backlot-playback ${metric}`, { canary: [...web(100, 0, 100), ...plays] }, 'no number');
      await expectValue(`backlot-playback ${metric}`, { canary: [...web(5, 0, 5), ...plays] }, undefined);
    }
  });
});
