import type { ServicePlan } from '../delivery/plan/index.js';
import type { ServiceChange } from '../delivery/services/index.js';
import type { ValueChange } from '../kernel/diff/value-diff.js';
import { oneLine } from './cells.js';
import type { Paint, Style } from './paint.js';
import { plural } from './plural.js';

const MARKS: Readonly<Record<ServiceChange['action'], readonly [string, Style]>> = {
  create: ['+', 'green'],
  update: ['~', 'yellow'],
  delete: ['-', 'red'],
  unknown: ['?', 'dim'],
  unchanged: [' ', 'dim'],
};

/** The services' part of a plan; what stays as it is, is counted only. */
export function servicePlan({ changes, unknown }: ServicePlan, options: { readonly paint: Paint }): string {
  if (!changes) return `Services: not compared, ${unknown}`;
  // What stays as it is, though something about it should be known, is shown too.
  const changing = changes.filter(({ action, reason }) => action !== 'unchanged' || reason !== undefined);
  if (changing.length === 0) return `${plural(changes.length, 'service')}: no changes`;
  return serviceChanges(changing, options);
}

/** What a deploy would do to services: removals first, then image, replicas and values before → after. */
export function serviceChanges(changes: readonly ServiceChange[], options: { readonly paint: Paint }): string {
  const { paint } = options;
  const order = ['delete', 'update', 'create', 'unknown', 'unchanged'] as const;
  const sorted = [...changes].sort((a, b) => order.indexOf(a.action) - order.indexOf(b.action));
  const lines = sorted.flatMap((change) => [heading(change, paint), ...details(change).map((line) => `      ${line}`)]);
  return [paint('bold', plural(changes.length, 'service')), ...lines].join('\n');
}

function heading(change: ServiceChange, paint: Paint): string {
  const [mark, style] = MARKS[change.action];
  const image =
    change.previousImage && change.image && change.previousImage !== change.image
      ? `${shortImage(change.previousImage)} → ${shortImage(change.image)}`
      : shortImage(change.image ?? change.previousImage ?? '');
  const notes = [
    ...(change.canary ? ['by canary'] : []),
    ...(change.chartChanged ? ['the chart is another'] : []),
    ...(change.action === 'delete' ? ['is declared no more'] : []),
    ...(change.reason ? [change.reason] : []),
  ];
  return `  ${paint(style, `${mark} ${change.service}`)}  ${image}${notes.length > 0 ? `  ${paint('dim', notes.join(', '))}` : ''}`;
}

/** The image itself is in the heading. */
function details({ action, values }: ServiceChange): string[] {
  if (action !== 'update') return [];
  return values.filter(({ path }) => !/^(image|release)\b/.test(path)).map(valueLine);
}

/** One value before → after. */
export function valueLine({ path, before, after, sensitive }: ValueChange): string {
  const text = (value: unknown) =>
    sensitive
      ? '(withheld)'
      : value === undefined
        ? '(none)'
        : typeof value === 'string' && isPlain(value)
          ? value
          : oneLine(JSON.stringify(value));
  return `${oneLine(path)}: ${text(before)} → ${text(after)}`;
}

/** Whether a text is shown as it is: one line, and nothing in it that nobody would see, or that looks like what is written for that. Any other is shown as JSON. */
function isPlain(text: string): boolean {
  return text !== '' && oneLine(text) === text && !/\\u[0-9a-f]{4}/.test(text);
}

/** The last part of an image's name with its tag: `api:1.4.0`. */
export function shortImage(image: string): string {
  return image.slice(image.lastIndexOf('/') + 1).replace(/@sha256:([0-9a-f]{12})[0-9a-f]+$/, '@$1');
}
