import { describe, expect, it } from '@jest/globals';
import { thresholdOf } from '../condition.js';
import { measuredValue, unitOf, valueText } from '../measured-value.js';
import { hasFailures, readAnalysis } from '../read-analysis.js';
import type { AnalysisRun, RunMetric } from '../rollout-objects.js';

const EMPTY = 'metric result is nil or empty: no data returned from the metric provider';
const given = { 'success-rate': '0.99', 'latency-ratio': '1.5', 'minimum-samples': '100', 'minimum-plays': '50' };
const metric = (name: string, more: Partial<RunMetric> = {}): RunMetric => ({ name, ...more });

/** A run with these measured values: `name: [[phase, value], …]`. */
function run(metrics: readonly RunMetric[], measured: Record<string, [string, string?][]>, phase: string): AnalysisRun {
  const count = (list: [string, string?][], word: string) => list.filter(([each]) => each === word).length;
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AnalysisRun',
    metadata: { name: 'api-1', labels: { 'rollouts-pod-template-hash': 'abc', 'step-index': '1' } },
    spec: { metrics, args: Object.entries(given).map(([name, value]) => ({ name, value })) },
    status: {
      phase,
      metricResults: Object.entries(measured).map(([name, list]) => ({
        name,
        phase: list.at(-1)?.[0],
        successful: count(list, 'Successful'),
        failed: count(list, 'Failed'),
        inconclusive: count(list, 'Inconclusive'),
        error: count(list, 'Error'),
        measurements: list.map(([each, value], at) => ({
          phase: each,
          ...(each === 'Error' ? { message: value } : { value }),
          startedAt: `2026-11-21T08:00:0${at}Z`,
        })),
      })),
    },
  };
}

describe('a condition', () => {
  it.each([
    [
      'len(result) > 0 && result[0] >= {{args.success-rate}}',
      { comparison: '>=', value: 0.99, argument: 'success-rate' },
    ],
    [
      'len(result) == 0 || result[0] <= {{ args.latency-ratio }}',
      { comparison: '<=', value: 1.5, argument: 'latency-ratio' },
    ],
    ['result < 0.05', { comparison: '<', value: 0.05 }],
  ])('%s gives its threshold', (successCondition, threshold) => {
    expect(thresholdOf(metric('x', { successCondition }), given)).toEqual(threshold);
  });

  it('for failure alone is turned round', () => {
    const failureCondition = 'len(result) > 0 && result[0] > 0.5';
    expect(thresholdOf(metric('x', { failureCondition }), given)).toEqual({ comparison: '<=', value: 0.5 });
  });

  it('that is no plain comparison, or names an argument that is not given, gives none', () => {
    expect(thresholdOf(metric('x', { successCondition: 'all(result, # == 1)' }), given)).toBeUndefined();
    expect(thresholdOf(metric('x', { successCondition: 'result[0] > {{args.nothing}}' }), given)).toBeUndefined();
  });
});

describe('a measured value', () => {
  it.each([
    ['[0.412]', 0.412],
    ['0.5', 0.5],
    ['[+Inf]', Number.POSITIVE_INFINITY],
    ['[]', undefined],
    ['[NaN]', undefined],
    [undefined, undefined],
  ])('%s is %s', (written, value) => expect(measuredValue(written)).toBe(value));

  it.each([
    ['success-rate', 0.9512, '95.12 %'],
    ['rebuffer-ratio', 0.01, '1 %'],
    ['latency-p95', 0.412, '0.412 s'],
    ['startup-p95', 0.00042, '0.00042 s'],
    ['latency-p95-vs-stable', 1.5, '1.5 ×'],
    ['success-rate-vs-stable', 0.0485, '4.85 %'],
    ['stable-samples', 1204, '1204'],
  ])('of %s is written with its unit', (name, value, text) => expect(valueText(value, unitOf(name))).toBe(text));
});

describe('the reason of an analysis', () => {
  const ceiling = { successCondition: 'len(result) == 0 || result[0] <= {{args.latency-ratio}}' };
  const floor = { successCondition: 'len(result) > 0 && result[0] >= {{args.success-rate}}' };

  it('holds a ratio against stable in seconds', () => {
    const metrics = [metric('latency-p95'), metric('latency-p95-vs-stable', ceiling), metric('stable-latency-p95')];
    const { reason } = readAnalysis(
      run(
        metrics,
        {
          'latency-p95': [
            ['Successful', '[0.19]'],
            ['Successful', '[0.412]'],
          ],
          'latency-p95-vs-stable': [
            ['Successful', '[1.03]'],
            ['Failed', '[2.24]'],
          ],
          'stable-latency-p95': [
            ['Successful', '[0.184]'],
            ['Successful', '[0.184]'],
          ],
        },
        'Failed',
      ),
    );
    expect(reason).toBe('p95 0.412 s > 0.276 s = 1.5 × stable 0.184 s, 1 of 2 measurements failed');
  });

  it('never says what its own numbers deny: values of another moment are left out', () => {
    const metrics = [metric('latency-p95'), metric('latency-p95-vs-stable', ceiling), metric('stable-latency-p95')];
    const { reason } = readAnalysis(
      run(
        metrics,
        {
          'latency-p95': [['Successful', '[0.2]']],
          'latency-p95-vs-stable': [['Failed', '[2.24]']],
          'stable-latency-p95': [['Successful', '[0.184]']],
        },
        'Failed',
      ),
    );
    expect(reason).toBe('p95 2.24 × stable > 1.5 ×, 1 of 1 measurement failed');
  });

  it('names the failing value, not the last one', () => {
    const measured = {
      'success-rate': [
        ['Failed', '[0.951]'],
        ['Failed', '[0.96]'],
        ['Successful', '[0.999]'],
      ],
    };
    const { reason } = readAnalysis(run([metric('success-rate', floor)], measured as never, 'Failed'));
    expect(reason).toBe('success rate 96 % < 99 %, 2 of 3 measurements failed');
  });

  it('of no data says that nothing could be decided', () => {
    const metrics = [metric('success-rate', floor), metric('samples')];
    const { reason } = readAnalysis(
      run(metrics, { 'success-rate': [['Inconclusive', '[]']], samples: [['Successful', '[]']] }, 'Inconclusive'),
    );
    expect(reason).toBe('success rate: too few samples, 0 of at least 100, 1 of 1 measurement undecided');
  });

  it('counts plays for what viewers notice, requests for the rest', () => {
    const quick = { successCondition: 'len(result) > 0 && result[0] <= 2' };
    const names = [metric('samples'), metric('playback-samples')];
    const metrics = [metric('success-rate', floor), metric('startup-p95', quick), ...names];
    const measured = { samples: [['Successful', '[900]']], 'playback-samples': [['Successful', '[7]']] };
    const read = readAnalysis(run(metrics, measured as never, 'Running')).metrics;
    expect(read[0]).toMatchObject({ samples: 900, minimumSamples: 100 });
    expect(read[1]).toMatchObject({ samples: 7, minimumSamples: 50 });
  });

  it('of errors that went past the limit names the server, not the canary', () => {
    const measured = {
      'success-rate': [
        ['Error', 'connection refused'],
        ['Error', 'connection refused'],
      ],
    };
    const { reason } = readAnalysis(run([metric('success-rate', floor)], measured as never, 'Error'));
    expect(reason).toBe(
      'the metrics server gave an error instead of a number 2 times, too often in a row: connection refused',
    );
  });

  it('of a stable version without samples is nothing to compare with', () => {
    const measured = { 'latency-p95-vs-stable': [['Successful', '[]']] };
    const { reason } = readAnalysis(run([metric('latency-p95-vs-stable', ceiling)], measured as never, 'Successful'));
    expect(reason).toContain('stable had too few samples to compare with');
  });
});

describe('an analysis with too few samples', () => {
  const verdicts = [
    metric('success-rate', { successCondition: 'result[0] >= {{args.success-rate}}' }),
    metric('latency-p95-vs-stable', { successCondition: 'isNaN(result[0]) || result[0] <= {{args.latency-ratio}}' }),
    metric('enough-samples', {
      successCondition: 'result[0] >= {{args.minimum-samples}}',
      failureCondition: 'result[0] < 100',
      failureLimit: 20,
    }),
    metric('stable-success-rate', { successCondition: 'isNaN(result[0]) || result[0] >= -1' }),
    metric('samples'),
  ];
  /** A run that goes on, and so do its metrics. */
  const running = (measured: Record<string, [string, string?][]>): AnalysisRun => {
    const made = run(verdicts, measured, 'Running');
    const metricResults = made.status?.metricResults?.map((result) => ({ ...result, phase: 'Running' }));
    return { ...made, status: { ...made.status, metricResults } };
  };
  const waiting = (counted: string): Record<string, [string, string?][]> => ({
    'success-rate': [['Error', EMPTY]],
    'latency-p95-vs-stable': [['Error', EMPTY]],
    'enough-samples': [['Failed', '[8.2]']],
    'stable-success-rate': [['Error', EMPTY]],
    samples: [['Successful', counted]],
  });

  it('waits, which is neither an error of the metrics server nor a failure of the canary', () => {
    const analysis = readAnalysis(running(waiting('[8.2]')));
    expect(analysis.reason).toBe('too few samples, 8 of at least 100, waited for in 1 of 20 measurements');
    const [rate] = analysis.metrics;
    expect(rate).toMatchObject({ counts: { inconclusive: 1, error: 0 }, measurements: [{ phase: 'Inconclusive' }] });
    expect(hasFailures(analysis)).toBe(false);
    expect(analysis.metrics.filter(({ deciding }) => deciding).map(({ name }) => name)).toEqual([
      'success-rate',
      'latency-p95-vs-stable',
      'enough-samples',
    ]);
  });

  it('says what it was given up for', () => {
    const given = { ...waiting('[8.2]'), 'enough-samples': [['Failed', '[8.2]']] as [string, string?][] };
    const failed = run(verdicts, given, 'Failed');
    const analysis = readAnalysis(failed);
    expect(analysis.reason).toBe('too few samples, 8 of at least 100, after 1 measurement with too few');
  });

  it('says that requests were counted and not timed', () => {
    const analysis = readAnalysis(running(waiting('[3000]')));
    expect(analysis.reason).toContain('3000 were counted, but not timed: is metrics.profile right for this service?');
  });

  it('tells the version that fails, although another number is undecided', () => {
    const measured: Record<string, [string, string?][]> = {
      ...waiting('[80]'),
      'success-rate': [
        ['Failed', '[0.95]'],
        ['Failed', '[0.95]'],
      ],
    };
    const analysis = readAnalysis(run(verdicts, measured, 'Failed'));
    expect(analysis.reason).toContain('success rate 95 % < 99 %, 2 of 2 measurements failed');
    expect(hasFailures(analysis)).toBe(true);
  });
});
