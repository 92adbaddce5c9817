import { ENOUGH_SAMPLES } from '../../delivery/canary/enough-samples.js';
import type {
  CanaryAnalysis,
  CanaryMetric,
  CanaryPhase,
  CanaryStatus,
  CanaryVersion,
} from '../../delivery/canary/index.js';
import { valueText } from '../../delivery/canary/measured-value.js';
import { wordOf } from '../../delivery/canary/metric-verdict.js';
import { keyValues } from '../key-values.js';
import { nextLines } from '../next-lines.js';
import type { Paint, Style } from '../paint.js';
import { table } from '../table.js';
import { sparkline } from './sparkline.js';
import { weightBar } from './weight-bar.js';

/** How canaries are drawn. */
export interface CanaryViewOptions {
  /** Columns for text. */
  readonly width: number;
  /** Columns for tables. @default width */
  readonly tableWidth?: number;
  readonly paint: Paint;
}

/** The colour of each phase. */
export const PHASE_STYLES: Readonly<Record<CanaryPhase, Style>> = {
  healthy: 'green',
  progressing: 'cyan',
  paused: 'yellow',
  held: 'yellow',
  aborted: 'red',
  degraded: 'red',
};

/** Where canaries stand: a block for each that isn't simply healthy, one line for each that is. */
export function canaryView(services: readonly CanaryStatus[], options: CanaryViewOptions): string {
  if (services.length === 0) return 'no service here has canaries';
  const blocks = services.map((status) => (isQuiet(status) ? quietLine(status, options) : block(status, options)));
  return blocks.map((text, index) => (index > 0 && isTall(services, index) ? `\n${text}` : text)).join('\n');
}

function isTall(services: readonly CanaryStatus[], index: number): boolean {
  return [services[index - 1], services[index]].some((status) => status && !isQuiet(status));
}

function isQuiet({ phase }: CanaryStatus): boolean {
  return phase === 'healthy';
}

function quietLine({ phase, service, stable }: CanaryStatus, { paint }: CanaryViewOptions): string {
  const { image = '', pods, revision } = stable ?? {};
  return `${paint('bold', service)}  ${paint(PHASE_STYLES[phase], phase)}  ${image}  revision ${revision ?? '?'}  ${pods?.ready ?? 0}/${pods?.desired ?? 0} pods ready`;
}

function block(status: CanaryStatus, options: CanaryViewOptions): string {
  const { paint, width } = options;
  const { actions, action, autoscaler, canary, phase, service, stable, step, steps, weight } = status;
  const at = status.inProgress && steps.length > 0 ? `step ${Math.min(step + 1, steps.length)} of ${steps.length}` : '';
  const what = status.inProgress ? (steps[step]?.text ?? 'finishing') : '';
  const head = [paint('bold', service), paint(PHASE_STYLES[phase], phase), at, what].filter(Boolean).join('  ');
  const analysis = status.analyses.at(-1);
  const pairs = keyValues(
    {
      weight: weightText(weight, status.inProgress, paint),
      stable: stable && versionText(stable),
      canary: canary && versionText(canary),
      differs: status.differing && `the same image, other ${status.differing.join(', ')}`,
      autoscaler:
        autoscaler && `${autoscaler.name}  ${autoscaler.min} to ${autoscaler.max} pods, wants ${autoscaler.desired}`,
      last: action && `${action.verb} by ${action.who} at ${action.at.replace(/\.\d+Z$/, 'Z')}`,
    },
    paint,
  );
  return [
    head,
    indent(pairs),
    ...(analysis && status.phase !== 'healthy'
      ? [indent(analysisTable(analysis, { ...options, width: (options.tableWidth ?? width) - 2 }))]
      : []),
    ...wrap(status.reason, width - 2).map((line) => `  ${paint(PHASE_STYLES[phase], line)}`),
    ...nextLines({ actions }).map((line) => paint('dim', line)),
  ].join('\n');
}

function weightText(weight: CanaryStatus['weight'], inProgress: boolean, paint: Paint): string {
  const next = inProgress && weight.next !== undefined && weight.next !== weight.now ? ` → ${weight.next} %` : '';
  const by = weight.by === 'traffic' ? 'of traffic' : 'of ready pods';
  const doubt = weight.verified === false ? ', not confirmed by the load balancer' : '';
  return `${weightBar(weight.now, weight.next, 24, paint)} ${weight.now} %${next} ${by}${doubt}`;
}

function versionText({ image, pods, reasons, revision }: CanaryVersion): string {
  const why = reasons.length > 0 ? `: ${reasons.join('; ')}` : '';
  return `${image}  revision ${revision}  ${pods.ready}/${pods.desired} pods ready${why}`;
}

function analysisTable(analysis: CanaryAnalysis, { paint, width }: CanaryViewOptions): string {
  const { metrics, name, phase } = analysis;
  const deciding = metrics.filter((metric) => metric.deciding);
  if (deciding.length === 0) return `${name}  ${phase}`;
  const { kind, step } = analysis;
  const where = kind === 'step' && step !== undefined ? `step ${step + 1}` : 'in the background';
  const heading = [`analysis ${name}`, where, samplesText(deciding)].filter(Boolean).join('  ');
  const rows = table(
    deciding,
    [
      { title: 'metric', value: (metric) => metricName(metric) },
      { title: 'value', value: ({ unit, value }) => valueText(value, unit), align: 'right' },
      { title: 'wants', value: wantsText },
      { title: 'stable', value: (metric) => stableText(metric, metrics), align: 'right' },
      { title: 'measured', value: ({ measurements }) => sparkline(measurements) },
      { title: '', value: countText },
      {
        title: 'phase',
        value: (metric) => metric.phase,
        paint: (row, text, with_) => with_(METRIC_STYLES[row.phase], text),
      },
    ],
    { width, paint },
  );
  return `${paint('dim', heading)}\n${rows}`;
}

const METRIC_STYLES: Readonly<Record<CanaryMetric['phase'], Style>> = {
  Pending: 'dim',
  Running: 'cyan',
  Successful: 'green',
  Failed: 'red',
  Inconclusive: 'yellow',
  Error: 'yellow',
};

function metricName({ name }: CanaryMetric): string {
  return name.endsWith('-vs-stable') ? `${wordOf(name)} vs stable` : wordOf(name);
}

function wantsText({ threshold, unit }: CanaryMetric): string {
  return threshold ? `${threshold.comparison} ${valueText(threshold.value, unit)}` : '';
}

/** Of a comparison the value of stable is in the unit of what is compared. */
function stableText({ name, stable }: CanaryMetric, all: readonly CanaryMetric[]): string {
  if (stable === undefined) return '';
  const base = all.find((metric) => metric.name === name.replace(/-vs-stable$/, ''));
  return valueText(stable, base?.unit ?? 'none');
}

function samplesText(deciding: readonly CanaryMetric[]): string {
  const { minimumSamples, samples } = deciding.find((metric) => metric.samples !== undefined) ?? {};
  if (samples === undefined) return '';
  return `${Math.round(samples)} samples${minimumSamples === undefined ? '' : ` (at least ${minimumSamples})`}`;
}

function countText({ counts, name, wanted }: CanaryMetric): string {
  const { error, failed, inconclusive, successful } = counts;
  const parts = [
    `${successful + failed + inconclusive}${wanted === undefined ? '' : `/${wanted}`}`,
    ...(name === ENOUGH_SAMPLES
      ? [failed + inconclusive > 0 ? `${failed + inconclusive} with too few` : '']
      : [failed > 0 ? `${failed} failed` : '', inconclusive > 0 ? `${inconclusive} undecided` : '']),
    error > 0 ? `${error} ${error === 1 ? 'error' : 'errors'}` : '',
  ];
  return parts.filter(Boolean).join(', ');
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '  ');
}

/** Breaks between words, so that no number of a reason is lost. */
function wrap(text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.split(/\s+/)) {
    const line = lines.at(-1) ?? '';
    if (line && line.length + word.length + 1 > width) lines.push(word);
    else lines[lines.length - 1] = line ? `${line} ${word}` : word;
  }
  return lines;
}
