import type { BareMetric } from './bare-metric.js';
import type { CanaryMeasurement, CanaryThreshold } from './canary-status.js';
import { ENOUGH_SAMPLES, enoughText } from './enough-samples.js';
import { valueText } from './measured-value.js';

type Company = ReadonlyMap<string, BareMetric>;

const WORDS: Readonly<Record<string, string>> = {
  'success-rate': 'success rate',
  'latency-p95': 'p95',
  'startup-p95': 'start-up p95',
  'rebuffer-ratio': 'rebuffering',
};
const COMPARED = /-vs-stable$/;
const PLAYBACK = /^(startup|rebuffer)-/;

/** One metric in plain words: the value that decided, what it is held against, and how many measurements said so. */
export function metricVerdict(metric: BareMetric, company: Company): string {
  const { counts, measurements, phase } = metric;
  if (!metric.deciding) return valueText(metric.value, metric.unit);
  if (measurements.length === 0) return `${wordOf(metric.name)} not measured yet`;
  if (phase === 'Error') return serverError(metric);
  if (metric.name === ENOUGH_SAMPLES) {
    const server = counts.error > 0 ? `, ${serverError(metric)}` : '';
    return `${enoughText(metric, company.get('samples'))}${server}`;
  }
  const parts = [
    phase === 'Inconclusive' || onlyUndecided(metric) ? undecided(metric) : comparison(quoted(metric), metric, company),
    countsText(metric),
    counts.error > 0 ? serverError(metric) : '',
  ];
  return parts.filter(Boolean).join(', ');
}

/** What a metric of that name is called in a sentence. */
export function wordOf(name: string): string {
  const base = name.replace(COMPARED, '');
  return WORDS[base] ?? base.replaceAll('-', ' ');
}

/** The last measurement that failed, where any did; else the last that has a value. */
function quoted({ measurements, counts }: BareMetric): CanaryMeasurement | undefined {
  const failed = counts.failed > 0 ? measurements.findLast(({ phase }) => phase === 'Failed') : undefined;
  return failed ?? measurements.findLast(({ value }) => value !== undefined) ?? measurements.at(-1);
}

function comparison(measured: CanaryMeasurement | undefined, metric: BareMetric, company: Company): string {
  const { name, threshold, unit } = metric;
  const word = wordOf(name);
  const value = measured?.value;
  if (!measured || value === undefined) {
    const which = COMPARED.test(name) ? `${word} against stable` : word;
    if (metric.counts.error > 0 && metric.counts.successful === 0) return `${which} not measured`;
    const { minimumSamples: least, samples } = metric;
    if (PLAYBACK.test(name) && samples !== undefined && least !== undefined && samples < least)
      return `${word}: not judged, ${Math.round(samples)} of at least ${least} plays`;
    return COMPARED.test(name) ? `${word}: stable had too few samples to compare with` : `${word}: no data`;
  }
  if (!threshold) return `${word} ${valueText(value, unit)}`;
  const sign = relation(value, threshold);
  const against = COMPARED.test(name) ? againstStable(measured, metric, threshold, company) : undefined;
  if (against) return against;
  const limit = valueText(threshold.value, unit);
  if (!COMPARED.test(name)) return `${word} ${valueText(value, unit)} ${sign} ${limit}`;
  const what = unit === 'times' ? 'stable' : 'away from stable';
  return `${word} ${valueText(value, unit)} ${what} ${sign} ${limit}`;
}

/** `p95 0.412 s > 0.276 s = 1.5 × stable 0.184 s`; nothing when the numbers of that moment don't say the same. */
function againstStable(
  measured: CanaryMeasurement,
  metric: BareMetric,
  threshold: CanaryThreshold,
  company: Company,
): string | undefined {
  const base = metric.name.replace(COMPARED, '');
  const own = company.get(base);
  const value = nearest(own, measured.at);
  const stable = nearest(company.get(`stable-${base}`), measured.at);
  if (!own || value === undefined || stable === undefined || measured.value === undefined) return undefined;
  const limit = threshold.value;
  const falls = base === 'success-rate';
  const bound = metric.unit === 'times' ? limit * stable : falls ? stable - limit : stable + limit;
  const sign = relation(measured.value, threshold);
  const shown = falls ? MIRRORED[sign] : sign;
  if (!holds(value, shown, bound)) return undefined;
  const text = (each: number) => valueText(each, own.unit);
  const from =
    metric.unit === 'times'
      ? `${limit} × stable ${text(stable)}`
      : `stable ${text(stable)} ${falls ? '−' : '+'} ${text(limit)}`;
  return `${wordOf(base)} ${text(value)} ${shown} ${text(bound)} = ${from}`;
}

const MIRRORED = { '>': '<', '<': '>', '>=': '<=', '<=': '>=' } as const;
const OPPOSITE = { '>=': '<', '<=': '>', '>': '<=', '<': '>=' } as const;
type Sign = CanaryThreshold['comparison'];

/** The sign that is true between a value and its threshold. */
function relation(value: number, { comparison, value: limit }: CanaryThreshold): Sign {
  return holds(value, comparison, limit) ? comparison : OPPOSITE[comparison];
}

function holds(left: number, sign: Sign, right: number): boolean {
  if (sign === '>=') return left >= right;
  if (sign === '<=') return left <= right;
  return sign === '>' ? left > right : left < right;
}

function nearest(metric: BareMetric | undefined, at: string): number | undefined {
  const moment = Date.parse(at);
  const distance = (each: CanaryMeasurement) => Math.abs(Date.parse(each.at) - moment);
  const known = (metric?.measurements ?? []).filter(({ value }) => value !== undefined);
  return known.sort((a, b) => distance(a) - distance(b))[0]?.value;
}

function onlyUndecided({ counts }: BareMetric): boolean {
  return counts.inconclusive > 0 && counts.failed + counts.successful === 0;
}

function undecided({ name, samples, minimumSamples }: BareMetric): string {
  const word = wordOf(name);
  if (samples === undefined || minimumSamples === undefined) return `${word}: no data that decides`;
  if (samples >= minimumSamples)
    return `${word}: no data in a window, although the last has ${Math.round(samples)} samples`;
  return `${word}: too few samples, ${Math.round(samples)} of at least ${minimumSamples}`;
}

function countsText({ counts, phase, wanted }: BareMetric): string {
  const { failed, inconclusive, successful } = counts;
  const total = failed + inconclusive + successful;
  if (total === 0) return '';
  const of = phase === 'Running' && wanted !== undefined ? `${total} of ${wanted} measured, ` : '';
  const all = `${total} ${total === 1 ? 'measurement' : 'measurements'}`;
  if (failed > 0) return `${of}${failed} of ${all} failed`;
  if (inconclusive > 0) return `${of}${inconclusive} of ${all} undecided`;
  return `${of}${total === 1 ? 'the measurement' : `all ${total}`} passed`;
}

function serverError({ counts, limits, measurements, phase }: BareMetric): string {
  const last = measurements.findLast(({ error }) => error)?.error ?? 'no message';
  const times = `${counts.error} ${counts.error === 1 ? 'error' : 'errors'} of the metrics server`;
  const more = phase === 'Error' ? `more than ${limits.error} in a row` : 'no failure of the canary';
  return `${times} (${more}): ${last}`;
}
