import { describe, expect, it } from '@jest/globals';
import { METRICS_PROFILES, type MetricNames, metricRelabelings } from '../metrics-profile.js';

type Labels = Readonly<Record<string, string>>;

/** What Prometheus makes of a series: expressions are for the whole text, labels are joined by semicolons. */
function read(names: MetricNames, series: Labels): Labels | undefined {
  let labels: Record<string, string> = { ...series };
  for (const { action, regex, replacement = '$1', sourceLabels, targetLabel } of metricRelabelings(names)) {
    const text = sourceLabels.map((each) => labels[each] ?? '').join(';');
    const match = new RegExp(`^(?:${regex})$`).exec(text);
    if (!match) continue;
    if (action === 'drop') return undefined;
    const value = replacement.replace(/\$(\d)/g, (_, group) => match[Number(group)] ?? '');
    labels = { ...labels, [targetLabel ?? '']: value };
  }
  return labels;
}

describe('the names of libraries', () => {
  it.each([
    ['fastapi', { __name__: 'http_requests_total', status: '5xx' }, 'http_requests_total', '5xx'],
    ['pekko', { __name__: 'pekko_http_responses_total', status: '2xx' }, 'http_requests_total', '2xx'],
    ['go', { __name__: 'http_requests_total', code: '404' }, 'http_requests_total', '404'],
    [
      'express',
      { __name__: 'http_request_duration_seconds_count', status_code: '503' },
      'http_request_duration_seconds_count',
      '503',
    ],
    [
      'spring',
      { __name__: 'http_server_requests_seconds_count', status: '200' },
      'http_request_duration_seconds_count',
      '200',
    ],
    [
      'otel',
      { __name__: 'http_server_request_duration_seconds_count', http_response_status_code: '500' },
      'http_request_duration_seconds_count',
      '500',
    ],
  ] as const)('of %s become the common ones: %j', (profile, series, name, code) => {
    expect(read(METRICS_PROFILES[profile], series)).toMatchObject({ __name__: name, code });
  });

  it('need no change where they are the common ones', () => {
    expect(metricRelabelings(METRICS_PROFILES.go)).toEqual([]);
  });

  it('leave a series without the label for the outcome without one', () => {
    for (const profile of ['fastapi', 'express', 'spring', 'pekko', 'otel'] as const) {
      const { latency } = METRICS_PROFILES[profile];
      expect(read(METRICS_PROFILES[profile], { __name__: `${latency}_count`, le: '1' })?.code).toBeUndefined();
    }
  });

  it('leave other metrics alone, also those with a label of that name', () => {
    const job = { __name__: 'jobs_total', status: 'done' };
    expect(read(METRICS_PROFILES.fastapi, job)).toEqual(job);
  });

  it('never count the same requests by two histograms', () => {
    const coarse = { __name__: 'http_request_duration_seconds_bucket', le: '0.5', handler: '/' };
    expect(read(METRICS_PROFILES.fastapi, coarse)).toBeUndefined();
    expect(
      read(METRICS_PROFILES.fastapi, { ...coarse, __name__: 'http_request_duration_highr_seconds_bucket' }),
    ).toEqual(coarse);
  });
});

describe('names of its own', () => {
  const own: MetricNames = {
    requests: 'calls',
    status: 'result',
    failures: 'error|timeout',
    latency: 'call_ms',
    unit: 'milliseconds',
  };

  it.each([
    ['ok', '200'],
    ['timeout', '500'],
    ['error', '500'],
  ])('tell a failure by its value: %s is %s', (result, code) => {
    expect(read(own, { __name__: 'calls', result })).toEqual({ __name__: 'http_requests_total', result, code });
  });

  it('fail a series whose outcome is not told', () => {
    expect(read(own, { __name__: 'calls' })).toEqual({ __name__: 'http_requests_total' });
  });

  it.each([
    ['0.5', '0.0005'],
    ['2.5', '0.0025'],
    ['1', '0.001'],
    ['5.0', '0.005'],
    ['25', '0.025'],
    ['12.5', '0.0125'],
    ['250', '0.25'],
    ['250.0', '0.25'],
    ['333.3', '0.3333'],
    ['1000', '1'],
    ['2500', '2.5'],
    ['2500.5', '2.5005'],
    ['10000.0', '10'],
    ['60000', '60'],
    ['+Inf', '+Inf'],
  ])('count %s milliseconds as %s seconds', (le, seconds) => {
    const bucket = read(own, { __name__: 'call_ms_bucket', le });
    expect(bucket).toEqual({ __name__: 'http_request_duration_seconds_bucket', le: seconds });
    if (le !== '+Inf') expect(Number(bucket?.le)).toBeCloseTo(Number(le) / 1000, 9);
  });

  it('drop the sum, which would stay in milliseconds', () => {
    expect(read(own, { __name__: 'call_ms_sum' })).toBeUndefined();
  });
});
