/** Arguments of every template; those without a value are given by the Rollout. */
const COMMON: Readonly<Record<string, string | undefined>> = {
  service: undefined,
  namespace: undefined,
  'canary-hash': undefined,
  'stable-hash': undefined,
  'initial-delay': '30s',
  interval: '30s',
  count: '5',
  window: '1m',
  'minimum-samples': '100',
  'failure-limit': '1',
  // Windows with too few samples that are waited for, and below how many samples such a window counts against the version.
  'undecided-limit': '20',
  'abort-below': '0',
  'error-limit': '360',
  // The two limits together: a verdict has no number in either case.
  'no-number-limit': '380',
};

/** Thresholds of what a service does. */
export const SERVICE_THRESHOLDS = {
  'success-rate': '0.99',
  'success-rate-margin': '0.01',
  'latency-p95': '0.5',
  'latency-ratio': '1.5',
} as const;

/** Thresholds of what viewers notice. */
export const PLAYBACK_THRESHOLDS = {
  'startup-p95': '2',
  'startup-ratio': '1.5',
  'rebuffer-ratio': '0.01',
  'rebuffer-margin': '0.005',
  'minimum-plays': '50',
} as const;

/**
 * The arguments of a template. Templates that judge together must agree on every value, so all have the same common ones.
 */
export function analysisArguments(
  prometheus: string,
  thresholds: Readonly<Record<string, string>>,
): { name: string; value?: string }[] {
  return Object.entries({ ...COMMON, prometheus, ...thresholds }).map(([name, value]) => ({
    name,
    ...(value !== undefined && { value }),
  }));
}
