/** What a library calls the numbers of a web service. */
export interface MetricNames {
  /** Counter of requests. @default none: they are counted by the histogram */
  readonly requests?: string;
  /** Label with the outcome of a request. */
  readonly status: string;
  /** Values of that label that are failures, as an expression for the whole value. @default all but 1xx to 4xx */
  readonly failures?: string;
  /** Histogram of how long requests take, without `_bucket`. */
  readonly latency: string;
  /** What the histogram counts in. @default seconds */
  readonly unit?: 'seconds' | 'milliseconds';
}

/**
 * Names by library: prometheus-fastapi-instrumentator, express-prom-bundle, Micrometer (with
 * `management.metrics.distribution.percentiles-histogram.http.server.requests`), pekko-http-metrics (with histograms),
 * promhttp, and the semantic conventions of OpenTelemetry since 1.23.
 */
export const METRICS_PROFILES = {
  fastapi: { requests: 'http_requests_total', status: 'status', latency: 'http_request_duration_highr_seconds' },
  express: { status: 'status_code', latency: 'http_request_duration_seconds' },
  spring: { status: 'status', latency: 'http_server_requests_seconds' },
  pekko: {
    requests: 'pekko_http_responses_total',
    status: 'status',
    latency: 'pekko_http_responses_duration_seconds',
  },
  go: { requests: 'http_requests_total', status: 'code', latency: 'http_request_duration_seconds' },
  otel: { status: 'http_response_status_code', latency: 'http_server_request_duration_seconds' },
} as const satisfies Readonly<Record<string, MetricNames>>;

/** A library whose names are known. */
export type MetricsProfile = keyof typeof METRICS_PROFILES;

/** Names that everything that judges, alerts or draws asks for. */
export const COMMON_NAMES = METRICS_PROFILES.go;

/** One step that renames what was read, as a PodMonitor has it. */
export interface MetricRelabeling {
  readonly action?: 'drop';
  readonly sourceLabels: readonly string[];
  readonly regex: string;
  readonly targetLabel?: string;
  readonly replacement?: string;
}

/**
 * Steps that bring a library's names to the {@link COMMON_NAMES} as they are read, so that everything behind profits. A series
 * that lacks the label for the outcome is left without, and counts as failed.
 *
 * @see https://prometheus.io/docs/prometheus/latest/configuration/configuration/#relabel_config
 */
export function metricRelabelings(names: MetricNames): MetricRelabeling[] {
  return [...renamed(names), ...inSeconds(names), ...coded(names)];
}

const PARTS = '_(bucket|count|sum|created)';

function renamed({ requests, latency }: MetricNames): MetricRelabeling[] {
  const steps: MetricRelabeling[] = [];
  if (latency !== COMMON_NAMES.latency) {
    // What has the name already is another histogram: the same requests would be counted twice.
    steps.push({ action: 'drop', sourceLabels: ['__name__'], regex: `${COMMON_NAMES.latency}${PARTS}` });
    steps.push(name(`${latency}${PARTS}`, `${COMMON_NAMES.latency}_$1`));
  }
  if (requests !== undefined && requests !== COMMON_NAMES.requests) {
    steps.push({ action: 'drop', sourceLabels: ['__name__'], regex: COMMON_NAMES.requests });
    steps.push(name(requests, COMMON_NAMES.requests));
  }
  return steps;
}

function name(regex: string, replacement: string): MetricRelabeling {
  return { sourceLabels: ['__name__'], regex, targetLabel: '__name__', replacement };
}

/** Boundaries are text: the point moves three places to the left. The sum would stay as it was, and is dropped. */
function inSeconds({ unit }: MetricNames): MetricRelabeling[] {
  if (unit !== 'milliseconds') return [];
  const bound = (from: string, replacement: string): MetricRelabeling => ({
    sourceLabels: ['__name__', 'le'],
    regex: `${COMMON_NAMES.latency}_bucket;${from}`,
    targetLabel: 'le',
    replacement,
  });
  return [
    { action: 'drop', sourceLabels: ['__name__'], regex: `${COMMON_NAMES.latency}_sum` },
    bound('(\\d+)\\.0+', '$1'),
    // With a fraction first, then whole ones: no step takes what one before it has written.
    bound('(\\d)\\.(\\d+)', '0.00$1$2'),
    bound('(\\d{2})\\.(\\d+)', '0.0$1$2'),
    bound('(\\d{3})\\.(\\d+)', '0.$1$2'),
    bound('(\\d+)(\\d{3})\\.(\\d+)', '$1.$2$3'),
    bound('(\\d+)(\\d{3})', '$1.$2'),
    bound('(\\d{3})', '0.$1'),
    bound('(\\d{2})', '0.0$1'),
    bound('(\\d)', '0.00$1'),
    bound('(\\d+\\.\\d*[1-9])0+', '$1'),
    bound('(\\d+)\\.0+', '$1'),
  ];
}

function coded({ status, failures }: MetricNames): MetricRelabeling[] {
  const of = `(?:${COMMON_NAMES.requests}|${COMMON_NAMES.latency}${PARTS.replace('(', '(?:')});`;
  const code = (values: string, replacement: string): MetricRelabeling => ({
    sourceLabels: ['__name__', status],
    regex: `${of}${values}`,
    targetLabel: COMMON_NAMES.status,
    replacement,
  });
  if (failures !== undefined) return [code('.+', '200'), code(`(?:${failures})`, '500')];
  return status === COMMON_NAMES.status ? [] : [code('(.+)', '$1')];
}
