import type { DeployResult } from '../delivery/deploy/index.js';
import type { StackDeployment } from '../delivery/releases/applied-stack.js';
import { elapsed } from './elapsed.js';
import { nextLines } from './next-lines.js';
import type { Paint, Style } from './paint.js';
import { plural } from './plural.js';
import { table } from './table.js';

const STYLES: Readonly<Record<StackDeployment['status'], Style>> = {
  applied: 'green',
  unchanged: 'dim',
  failed: 'red',
  skipped: 'dim',
  deferred: 'yellow',
  interrupted: 'yellow',
};

/** Words for what was done: a destroy says `removed` where a deploy says `applied`. */
export type DeployWords = 'deploy' | 'destroy';

/** What happened to each stack, the errors of those that failed, and the sum. */
export function deployTable(
  result: DeployResult,
  options: {
    readonly width: number;
    readonly paint: Paint;
    readonly words?: DeployWords;
    /** What comes before the sum. @default nothing */
    readonly between?: readonly string[];
  },
): string {
  const { between = [], paint, width, words = 'deploy' } = options;
  const word = (stack: StackDeployment) =>
    stack.status === 'applied' && words === 'destroy' ? 'removed' : stack.status;
  const rows = table(
    result.stacks,
    [
      { title: 'stack', value: ({ id }) => id },
      { title: 'status', value: word, paint: (row, text, with_) => with_(STYLES[row.status], text) },
      { title: 'changes', value: changesText },
      { title: 'resources', value: ({ resources }) => String(resources), align: 'right' },
      { title: 'time', value: ({ durationMs }) => elapsed(durationMs), align: 'right' },
      { title: '', value: ({ reason, error }) => (error ? '' : (reason ?? '')), shrinks: true },
    ],
    { width, paint },
  );
  const stacks = result.stacks.length > 0 ? [rows, ...result.stacks.flatMap((stack) => failureText(stack, paint))] : [];
  return [...stacks, ...between, sumLine(result, paint)].join('\n\n');
}

/** `+27 ~1 ±0 -2`, without what is zero. */
export function changesText(counts: { add: number; change: number; replace: number; destroy: number }): string {
  const parts = [
    ['+', counts.add],
    ['~', counts.change],
    ['±', counts.replace],
    ['-', counts.destroy],
  ] as const;
  return parts.flatMap(([mark, amount]) => (amount > 0 ? [`${mark}${amount}`] : [])).join(' ');
}

function failureText({ id, error }: StackDeployment, paint: Paint): string[] {
  if (!error) return [];
  return [[`${paint('red', `✖ ${id}`)}: ${error.message}`, ...nextLines(error)].join('\n')];
}

/** What stands below an error already isn't said once more at the end. */
function actionsAbove({ stacks, cluster }: DeployResult): ReadonlySet<string> {
  const { controllers = [], error, services = [] } = cluster ?? {};
  const ofServices = services.flatMap((each) => (each.error ? [each.error.actions, each.actions] : []));
  const errors = [...stacks, ...controllers].map((each) => each.error?.actions ?? []);
  return new Set([...errors, ...ofServices, error?.actions ?? []].flat());
}

function sumLine(result: DeployResult, paint: Paint): string {
  const { totals, stacks } = result;
  const parts = [
    ...(stacks.length > 0
      ? [plural(stacks.length, 'stack'), plural(totals.resources, 'resource'), changesText(totals) || 'nothing changed']
      : []),
    ...(result.cluster?.services ? [plural(result.cluster.services.length, 'service')] : []),
  ];
  const line = `${parts.join(', ') || 'nothing to do'}, in ${elapsed(result.durationMs)}`;
  if (result.outcome === 'complete') return line;
  const shown = actionsAbove(result);
  return [
    `${paint(['partial', 'held'].includes(result.outcome) ? 'yellow' : 'red', result.outcome)}: ${line}`,
    ...nextLines({ actions: result.actions.filter((action) => !shown.has(action)) }),
  ].join('\n');
}
