import type { BareMetric } from './bare-metric.js';
import type { AnalysisPhase, CanaryMetric } from './canary-status.js';
import { type AnalysisArguments, argumentsOf, resolveNumber, thresholdOf } from './condition.js';
import { ENOUGH_SAMPLES } from './enough-samples.js';
import { measurementsOf, unitOf } from './measured-value.js';
import { metricVerdict } from './metric-verdict.js';
import type { AnalysisRun, RunMetric, RunMetricResult } from './rollout-objects.js';

const COMPARED = /-vs-stable$/;
const PLAYBACK = /^(startup|rebuffer)-/;
/** They have a condition that is always met. */
const INFORMING = /^stable-/;
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
  const conditional = Boolean(metric.successCondition || metric.failureCondition) && !INFORMING.test(metric.name);
  const decides = conditional && !dryRun && !result?.dryRun;
  const threshold = thresholdOf(metric, given);
  const wanted = metric.name === ENOUGH_SAMPLES ? undefined : resolveNumber(metric.count, given);
  const counts = countsOf(result, measurements);
  return {
    name: metric.name,
    unit: unitOf(metric.name),
    deciding: decides,
    phase: phaseOf(result, counts),
    measurements,
    ...(value === undefined ? {} : { value }),
    ...(threshold ? { threshold } : {}),
    counts,
    limits: {
      failure: resolveNumber(metric.failureLimit, given) ?? 0,
      inconclusive: resolveNumber(metric.inconclusiveLimit, given) ?? 0,
      error: resolveNumber(metric.consecutiveErrorLimit, given) ?? ERROR_LIMIT,
    },
    ...(wanted === undefined ? {} : { wanted }),
  };
}

/** A metric that had decided nothing when the run was ended has passed for Argo Rollouts, and for nobody else. */
function phaseOf(result: RunMetricResult | undefined, counts: BareMetric['counts']): AnalysisPhase {
  const phase = (result?.phase as AnalysisPhase | undefined) ?? 'Pending';
  const undecided = counts.inconclusive > 0 && counts.successful + counts.failed === 0;
  return phase === 'Successful' && undecided ? 'Inconclusive' : phase;
}

/**
 * Argo Rollouts counts a query without a result among the errors. It keeps the newest measurements only: of those that are gone
 * the same is assumed, unless an error of the metrics server is among those that are left.
 */
function countsOf(result: RunMetricResult | undefined, measurements: BareMetric['measurements']): BareMetric['counts'] {
  const { successful = 0, failed = 0, inconclusive = 0, error = 0 } = result ?? {};
  const empty = result?.measurements?.filter(({ phase }, index) => phase !== measurements[index]?.phase).length ?? 0;
  const undecided = empty > 0 && !measurements.some((each) => each.phase === 'Error') ? error : empty;
  return { successful, failed, inconclusive: inconclusive + undecided, error: error - undecided };
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
  const counted = plays ? byName.get('playback-samples') : (byName.get(ENOUGH_SAMPLES) ?? byName.get('samples'));
  const samples = lastMeasured(counted);
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
