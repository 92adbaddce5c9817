import type { PatchItem, PatchPlan } from '../running/patch/index.js';
import type { Paint } from './paint.js';
import { table } from './table.js';

/** What is behind, most urgent first, and below it what to change for each. */
export function patchText(
  { environment, items, on, tablesFrom, totals, unknown }: PatchPlan,
  { all, ...options }: { readonly width: number; readonly paint: Paint; readonly all: boolean },
): string {
  const shown = items.filter(({ state }) => all || state !== 'current');
  const rows = table(
    shown,
    [
      { title: 'state', value: ({ state }) => state, paint: colour },
      { title: 'until', value: ({ deadline = '-' }) => deadline },
      { title: 'kind', value: ({ kind }) => kind },
      { title: 'name', value: ({ name }) => name, shrinks: true },
      { title: 'has', value: ({ current }) => current, shrinks: true },
      { title: 'newest', value: ({ newest = '-' }) => newest, shrinks: true },
      { title: 'next', value: ({ next = '-' }) => next, shrinks: true },
    ],
    options,
  );
  const current = all || totals.current === 0 ? '' : `; ${totals.current} up to date (--all)`;
  return [
    shown.length > 0 ? rows : `Nothing of '${environment}' is behind.`,
    ...shown.filter(({ state }) => state !== 'unknown').flatMap(details),
    `\n${on}: ${totals.past} past their support, ${totals.soon} soon, ${totals.behind} behind, ${totals.unknown} unknown${current}.`,
    ...(tablesFrom
      ? [`Newest versions of engines and Kubernetes are from tables of ${tablesFrom}, not from AWS.`]
      : []),
    ...shown.filter(({ state }) => state === 'unknown').flatMap(details),
    ...unknown.map(({ reason, what }) => `Not known: ${what}: ${reason}`),
  ].join('\n');
}

/** What to do about one of them. */
function details({ applies, change, deadline, name, note, restarts, state }: PatchItem): string[] {
  if (state === 'current') return [];
  if (state === 'unknown') return [`Not known: ${name}: ${note}`];
  const when = deadline && note ? `${deadline}: ` : '';
  const where = change && `${change.file}:${change.line}`;
  const write = change && `${change.path}: "${change.to}"${change.kind === 'default' ? ' (not written yet)' : ''}`;
  return [
    `\n${name}${note ? `: ${when}${note}` : ''}`,
    ...(change ? [`  change    ${where}  ${write}`] : []),
    ...(applies ? [`  applies   ${applies}`] : []),
    ...(restarts ? [`  restarts  ${restarts}`] : []),
  ];
}

function colour({ state }: PatchItem, text: string, paint: Paint): string {
  return state === 'past' ? paint('red', text) : state === 'soon' ? paint('yellow', text) : text;
}
