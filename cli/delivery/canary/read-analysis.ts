import type { AnalysisPhase, CanaryAnalysis, CanaryMetric } from './canary-status.js';
import { ENOUGH_SAMPLES } from './enough-samples.js';
import { wordOf } from './metric-verdict.js';
import { readMetrics } from './read-metrics.js';
import { type AnalysisRun, hashOf, revisionOf } from './rollout-objects.js';

/** One run of an analysis with every number of it. */
export function readAnalysis(run: AnalysisRun): CanaryAnalysis {
  const labels = run.metadata.labels ?? {};
  const { completedAt, message, phase = 'Pending', startedAt } = run.status ?? {};
  const step = labels['step-index'];
  const metrics = readMetrics(run);
  const ended = run.spec.terminate === true;
  const revision = revisionOf(run);
  const bare = {
    name: run.metadata.name,
    kind: labels['rollout-type'] === 'Background' ? ('background' as const) : ('step' as const),
    ...(step === undefined ? {} : { step: Number(step) }),
    ...(revision > 0 ? { revision } : {}),
    hash: hashOf(run),
    phase: phase as AnalysisPhase,
    ended,
    ...(message ? { message } : {}),
    ...(startedAt ? { startedAt } : {}),
    ...(completedAt ? { completedAt } : {}),
    metrics,
  };
  return { ...bare, reason: analysisReason(bare) };
}

/** Those that failed or couldn't decide; where there are none, all that decide. */
export function decidingMetrics(analysis: Pick<CanaryAnalysis, 'metrics' | 'phase'>): CanaryMetric[] {
  const deciding = sayingMore(analysis.metrics.filter((metric) => metric.deciding));
  const said = deciding.filter(({ phase }) => phase === analysis.phase);
  if (analysis.phase === 'Running') return deciding.filter(({ measurements }) => measurements.length > 0);
  return said.length > 0 ? said : deciding;
}

/** While samples are too few, one metric says so for all that can't decide because of it. */
function sayingMore(deciding: readonly CanaryMetric[]): CanaryMetric[] {
  const waits = deciding.some(({ name, counts, measurements }) => {
    return (
      name === ENOUGH_SAMPLES && counts.failed + counts.inconclusive > 0 && measurements.at(-1)?.phase !== 'Successful'
    );
  });
  if (!waits) return [...deciding];
  return deciding.filter(({ name, counts }) => name === ENOUGH_SAMPLES || counts.failed > 0 || counts.error > 0);
}

/** Whether any number speaks against the canary by now, whatever the limit. Too few samples don't. */
export function hasFailures(analysis: CanaryAnalysis): boolean {
  return analysis.metrics.some(
    ({ name, counts, deciding }) => deciding && counts.failed > 0 && name !== ENOUGH_SAMPLES,
  );
}

function analysisReason(analysis: Omit<CanaryAnalysis, 'reason'>): string {
  const { ended, message, metrics, phase } = analysis;
  const deciding = decidingMetrics(analysis);
  if (metrics.length === 0 || deciding.length === 0)
    return message ?? `analysis ${phase.toLowerCase()}, no metric decides`;
  if (deciding.every(({ counts, measurements }) => counts.error > 0 && measurements.every(({ error }) => error))) {
    const errors = Math.max(...deciding.map(({ counts }) => counts.error));
    const last = deciding[0]?.measurements.at(-1)?.error ?? 'no message';
    const often = `${errors} ${errors === 1 ? 'time' : 'times'}`;
    const means = phase === 'Error' ? 'too often in a row' : 'which is no failure of the canary';
    return `the metrics server gave an error instead of a number ${often}, ${means}: ${last}`;
  }
  const words = [...new Set(deciding.map(({ verdict }) => verdict))].join('; ');
  if (ended) return `ended early: ${words}`;
  if (deciding.every(({ measurements }) => measurements.length === 0)) {
    return message || `waiting for the first measurement of ${deciding.map(({ name }) => wordOf(name)).join(', ')}`;
  }
  return words;
}
