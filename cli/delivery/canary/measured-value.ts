import type { AnalysisPhase, CanaryMeasurement, CanaryMetric } from './canary-status.js';
import type { RunMetricResult } from './rollout-objects.js';

/** Argo Rollouts' words for a query that had no result: there was too little to look at, and it measures again. */
const NOTHING_THERE = /no data returned from the metric provider/;

/** Measurements of one metric, oldest first. A query that had no result is undecided, and no error of the metrics server. */
export function measurementsOf(result: RunMetricResult | undefined): CanaryMeasurement[] {
  return (result?.measurements ?? []).map(({ phase, value, message, startedAt, finishedAt }) => {
    const number = measuredValue(value);
    if (phase === 'Error' && NOTHING_THERE.test(message ?? '')) {
      return { phase: 'Inconclusive' as const, at: finishedAt ?? startedAt ?? '' };
    }
    return {
      phase: phase as AnalysisPhase,
      at: finishedAt ?? startedAt ?? '',
      ...(number === undefined ? {} : { value: number }),
      ...(message ? { error: message } : {}),
    };
  });
}

/** `[0.412]` → 0.412; undefined for `[]` and `[NaN]`, which both mean that there was no data. */
export function measuredValue(written: string | undefined): number | undefined {
  const text = written
    ?.trim()
    .replace(/^\[|\]$/g, '')
    .split(',')[0]
    ?.trim();
  if (!text) return undefined;
  const value = /^[+-]?Inf/i.test(text) ? Number.POSITIVE_INFINITY : Number(text);
  return Number.isNaN(value) ? undefined : value;
}

/** What a metric of that name is measured in. */
export function unitOf(name: string): CanaryMetric['unit'] {
  if (/samples$|count$|requests$/.test(name)) return 'count';
  if (/(latency|startup|duration).*-vs-stable$|-times$/.test(name)) return 'times';
  if (/(rate|ratio)(-vs-stable)?$/.test(name)) return 'ratio';
  return /latency|startup|duration|seconds|p\d\d/.test(name) ? 'seconds' : 'none';
}

/** `0.412 s`, `99.1 %`, `1.5 ×`, `1204`. */
export function valueText(value: number | undefined, unit: CanaryMetric['unit']): string {
  if (value === undefined) return 'no data';
  if (!Number.isFinite(value)) return '∞';
  if (unit === 'ratio') return `${short(value * 100)} %`;
  if (unit === 'seconds') return `${short(value)} s`;
  if (unit === 'times') return `${short(value)} ×`;
  return unit === 'count' ? String(Math.round(value)) : short(value);
}

/** At most three decimals, and no fewer than tell it from zero. */
function short(value: number): string {
  const digits = value !== 0 && Math.abs(value) < 0.001 ? Number(value.toPrecision(2)) : Number(value.toFixed(3));
  return String(digits);
}
