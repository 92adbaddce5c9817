import type { CanaryAnalysis, CanaryMeasurement, CanaryMetric, CanaryStatus } from './canary-status.js';
import { ENOUGH_SAMPLES } from './enough-samples.js';
import { valueText } from './measured-value.js';
import { wordOf } from './metric-verdict.js';

/** One thing that happened to a canary. */
export interface CanaryNote {
  readonly level: 'info' | 'warning';
  readonly message: string;
}

/** What is different from the look before: steps, weights, pods that fail, and every measurement. */
export function whatHappened(before: CanaryStatus | undefined, after: CanaryStatus): CanaryNote[] {
  const notes = [...versionNotes(before, after), ...stepNotes(before, after), ...analysisNotes(before, after)];
  return notes.map(({ level, message }) => ({ level, message: `${after.service}: ${message}` }));
}

/** The one line that tells where it stands: `step 2/4  20 % → 50 %  p95 0.18 s <= 0.5 s`. */
export function progressLine({ phase, reason, step, steps, weight }: CanaryStatus): string {
  const at = steps.length > 0 ? `step ${Math.min(step + 1, steps.length)}/${steps.length}` : '';
  const next = weight.next === undefined || weight.next === weight.now ? '' : ` → ${weight.next} %`;
  return [phase, at, `${weight.now} %${next}`, reason].filter(Boolean).join('  ');
}

function versionNotes(before: CanaryStatus | undefined, { canary, stable }: CanaryStatus): CanaryNote[] {
  const notes: CanaryNote[] = [];
  if (canary && canary.hash !== before?.canary?.hash) {
    const against = stable ? ` beside stable ${stable.image} (revision ${stable.revision})` : '';
    notes.push({ level: 'info', message: `canary ${canary.image} (revision ${canary.revision})${against}` });
  }
  const known = before?.canary?.hash === canary?.hash ? (before?.canary?.reasons ?? []) : [];
  for (const reason of canary?.reasons ?? []) {
    if (/^(Pending|not ready|containers with unready)/i.test(reason) || known.includes(reason)) continue;
    notes.push({ level: 'warning', message: `a pod of the canary isn't ready: ${reason}` });
  }
  return notes;
}

function stepNotes(before: CanaryStatus | undefined, after: CanaryStatus): CanaryNote[] {
  const { inProgress, stable, step, steps, weight } = after;
  const notes: CanaryNote[] = [];
  const current = steps[step];
  if (inProgress && current && (before?.step !== step || !before.inProgress)) {
    notes.push({ level: 'info', message: `step ${step + 1} of ${steps.length}: ${current.text}` });
  }
  const judged = before?.canary?.hash;
  if (judged && judged === stable?.hash) {
    notes.push({ level: 'info', message: `promoted: ${stable.image} has all traffic` });
  } else if (before && before.weight.now !== weight.now) {
    const way = weight.by === 'traffic' ? 'of traffic' : 'of ready pods';
    notes.push({ level: 'info', message: `${weight.now} % ${way} on the canary, was ${before.weight.now} %` });
  }
  return notes;
}

function analysisNotes(before: CanaryStatus | undefined, { analyses }: CanaryStatus): CanaryNote[] {
  // At the first look only where it stands now is news.
  const news = before ? analyses : analyses.slice(-1);
  return news.flatMap((analysis) => {
    const known = before?.analyses.find(({ name }) => name === analysis.name);
    return measurementNotes(known, analysis, before === undefined);
  });
}

function measurementNotes(known: CanaryAnalysis | undefined, analysis: CanaryAnalysis, first: boolean): CanaryNote[] {
  const fresh = analysis.metrics.flatMap((metric) => {
    if (!metric.deciding) return [];
    const last = known?.metrics.find(({ name }) => name === metric.name)?.measurements.at(-1)?.at ?? '';
    const measured = first ? metric.measurements.slice(-1) : metric.measurements;
    return measured.filter(({ at }) => at > last).map((each) => ({ metric, measured: each }));
  });
  // Where one metric says that samples are too few, the others have nothing to add.
  const told = analysis.metrics.some(({ name }) => name === ENOUGH_SAMPLES);
  const values = fresh.filter(
    ({ measured: { phase }, metric }) =>
      phase !== 'Error' && !(told && phase === 'Inconclusive' && metric.name !== ENOUGH_SAMPLES),
  );
  const errors = new Set(fresh.flatMap(({ measured }) => (measured.phase === 'Error' ? [measured.error ?? ''] : [])));
  const notes: CanaryNote[] = [...errors].map((error) => ({
    level: 'warning',
    message: `the metrics server gave no number, which is no failure of the canary: ${error}`,
  }));
  if (values.length > 0) {
    const bad = values.some(({ measured }) => measured.phase !== 'Successful');
    const words = values.map(({ measured, metric }) => measurementText(metric, measured)).join(', ');
    notes.push({ level: bad ? 'warning' : 'info', message: `measured ${words}` });
  }
  return notes;
}

const SAID = { Successful: 'passed', Failed: 'FAILED', Inconclusive: 'undecided' } as const;

function measurementText(metric: CanaryMetric, { phase, value }: CanaryMeasurement): string {
  const { minimumSamples, name, threshold, unit } = metric;
  if (name === ENOUGH_SAMPLES) {
    const enough = phase === 'Successful' ? 'enough' : `too few, waiting for ${minimumSamples ?? 'more'}`;
    return `${valueText(value, unit)} samples (${enough})`;
  }
  const against = name.endsWith('-vs-stable') ? ' against stable' : '';
  const limit = threshold ? `, wants ${threshold.comparison} ${valueText(threshold.value, unit)}` : '';
  const said = phase in SAID ? SAID[phase as keyof typeof SAID] : phase;
  return `${wordOf(name)}${against} ${valueText(value, unit)} (${said}${limit})`;
}
