import type { BareMetric } from './bare-metric.js';
import type { AnalysisPhase, CanaryMetric } from './canary-status.js';
import { type AnalysisArguments, argumentsOf, resolveNumber, thresholdOf } from './condition.js';
import { measurementsOf, unitOf } from './measured-value.js';
import { metricVerdict } from './metric-verdict.js';
import type { AnalysisRun, RunMetric, RunMetricResult } from './rollout-objects.js';

const COMPARED = /-vs-stable$/;
const PLAYBACK = /^(startup|rebuffer)-/;
/** What Argo Rollouts allows when nothing is declared. */
const ERROR_LIMIT = 4;

/** All metrics of a run, with thresholds, the stable version's values and samples put beside those that decide. */
export function readMetrics(run: AnalysisRun): CanaryMetric[] {
  const given = argumentsOf(run);
  const results = new Map((run.status?.metricResults ?? []).map((result) => [result.name, result]));
  const dry = (run.spec.dryRun ?? []).map(({ metricName }) => metricName);
  const bare = (run.spec.metrics ?? []).map((metric) =>
    readMetric(metric, results.get(metric.name), given, dry.includes('*') || dry.includes(metric.name)),
  );
  const byName = new Map(bare.map((metric) => [metric.name, metric]));
  const complete = bare.map((metric) => withCompany(metric, byName, given));
  return complete.map((metric) => ({ ...metric, verdict: metricVerdict(metric, byName) }));
}

function readMetric(
  metric: RunMetric,
  result: RunMetricResult | undefined,
  given: AnalysisArguments,
  dryRun: boolean,
): BareMetric {
  const measurements = measurementsOf(result);
  const value = measurements.findLast((each) => each.value !== undefined)?.value;
  const decides = Boolean(metric.successCondition || metric.failureCondition) && !dryRun && !result?.dryRun;
  const threshold = thresholdOf(metric, given);
  const wanted = resolveNumber(metric.count, given);
  return {
    name: metric.name,
    unit: unitOf(metric.name),
    deciding: decides,
    phase: (result?.phase as AnalysisPhase | undefined) ?? 'Pending',
    measurements,
    ...(value === undefined ? {} : { value }),
    ...(threshold ? { threshold } : {}),
    counts: {
      successful: result?.successful ?? 0,
      failed: result?.failed ?? 0,
      inconclusive: result?.inconclusive ?? 0,
      error: result?.error ?? 0,
    },
    limits: {
      failure: resolveNumber(metric.failureLimit, given) ?? 0,
      inconclusive: resolveNumber(metric.inconclusiveLimit, given) ?? 0,
      error: resolveNumber(metric.consecutiveErrorLimit, given) ?? ERROR_LIMIT,
    },
    ...(wanted === undefined ? {} : { wanted }),
  };
}

function withCompany(
  metric: BareMetric,
  byName: ReadonlyMap<string, BareMetric>,
  given: AnalysisArguments,
): BareMetric {
  if (!metric.deciding) return metric;
  const stable = byName.get(`stable-${metric.name.replace(COMPARED, '')}`)?.value;
  // Playback is counted in plays, all else in requests or messages.
  const plays = PLAYBACK.test(metric.name);
  const samples = lastMeasured(byName.get(plays ? 'playback-samples' : 'samples'));
  const minimumSamples = resolveNumber(given[plays ? 'minimum-plays' : 'minimum-samples'], given);
  return {
    ...metric,
    ...(stable === undefined ? {} : { stable }),
    ...(samples === undefined ? {} : { samples }),
    ...(minimumSamples === undefined ? {} : { minimumSamples }),
  };
}

/** Samples of the last window: no series at all means that nothing was counted. */
function lastMeasured(samples: BareMetric | undefined): number | undefined {
  const last = samples?.measurements.at(-1);
  if (!last || last.error) return samples?.value;
  return last.value ?? 0;
}
