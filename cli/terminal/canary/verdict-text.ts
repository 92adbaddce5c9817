import type { CanaryOutcome, CanaryVerdict } from '../../delivery/canary/index.js';
import { elapsed } from '../elapsed.js';
import { nextLines } from '../next-lines.js';
import type { Paint, Style } from '../paint.js';

const STYLES: Readonly<Record<CanaryOutcome, Style>> = {
  promoted: 'green',
  healthy: 'green',
  aborted: 'red',
  degraded: 'red',
  held: 'yellow',
  paused: 'yellow',
  'timed-out': 'yellow',
  interrupted: 'yellow',
};

/** Where the reason alone says it all. */
const PLAIN: ReadonlySet<CanaryOutcome> = new Set(['healthy', 'interrupted', 'timed-out']);

/** How each canary ended, with every number that decided, and what to do next. */
export function verdictText(verdicts: readonly CanaryVerdict[], paint: Paint): string {
  return verdicts.map((verdict) => oneVerdict(verdict, paint)).join('\n');
}

function oneVerdict(
  { actions, deciding, durationMs, image, outcome, previousImage, reason, service }: CanaryVerdict,
  paint: Paint,
) {
  const from = previousImage ? ` (was ${previousImage})` : '';
  const head = `${paint('bold', service)}  ${paint(STYLES[outcome], outcome)}  ${image}${from}  after ${elapsed(durationMs)}`;
  const numbers =
    deciding.length > 0 && !PLAIN.has(outcome) ? deciding.map(({ verdict }) => `  ${verdict}`) : [`  ${reason}`];
  const said = !PLAIN.has(outcome) && deciding.some(({ verdict }) => reason.includes(verdict));
  return [
    head,
    ...(said || deciding.length === 0 || PLAIN.has(outcome) ? [] : [`  ${reason}`]),
    ...numbers,
    ...nextLines({ actions }),
  ].join('\n');
}
