import type { RevertPreview, RevertResult } from '../../insight/drift/index.js';
import { programName } from '../../kernel/program-name.js';
import { attributeLines } from '../plan/attribute-lines.js';
import type { DriftReportOptions } from './drift-report.js';

const MARKS = { create: '+', update: '~', delete: '-', replace: '±', forget: '!', import: '←', move: '→' } as const;

/** What setting outside changes back would do. */
export function revertPreview({ stacks, objects, refused }: RevertPreview, options: DriftReportOptions): string {
  const { paint, width } = options;
  const changes = stacks.flatMap(({ id, changes }) =>
    changes.flatMap((change) => [
      `  ${paint('yellow', `${MARKS[change.action]} ${change.address}`)}  ${paint('dim', id)}`,
      ...attributeLines(change.attributes, width, paint),
    ]),
  );
  const applied = objects.map(({ address, owner }) => `  ${paint('yellow', `~ ${address}`)}  ${paint('dim', owner)}`);
  const count = stacks.reduce((sum, stack) => sum + stack.changes.length, 0) + objects.length;
  const head = paint('bold', `${count} set back to what was applied last`);
  return [[head, ...changes, ...applied].join('\n'), ...refusedText(refused, options)].join('\n\n');
}

/** What was set back. */
export function revertReport({ reverted, refused, drift }: RevertResult, options: DriftReportOptions): string {
  const { paint } = options;
  const lines = reverted.flatMap(({ owner, addresses }) =>
    addresses.map((address) => `  ${paint('green', `✓ ${address}`)}  ${paint('dim', owner)}`),
  );
  const none = refused.length > 0 ? 'Nothing was set back' : paint('green', 'Nothing was changed outside');
  const head = lines.length > 0 ? paint('bold', `${lines.length} set back`) : none;
  const left = `${drift.totals.outside} changed outside, ${drift.totals.code} declared and not applied are left`;
  const { additions } = drift.totals;
  // What was added may hold or serve something: each is taken away by its own command, and by nobody else.
  const beside =
    additions > 0
      ? [`${additions} added beside stay: ${programName()} drift ${drift.environment} says how each is removed`]
      : [];
  return [[head, ...lines].join('\n'), ...refusedText(refused, options), left, ...beside].join('\n\n');
}

/** What can't be done, and why. */
export function refusedText(
  refused: readonly {
    readonly owner: string;
    readonly address: string;
    readonly path?: string;
    readonly reason: string;
  }[],
  { paint }: DriftReportOptions,
): string[] {
  if (refused.length === 0) return [];
  const lines = refused.map(
    ({ owner, address, path, reason }) =>
      `  ${paint('yellow', `! ${address}${path ? ` ${path}` : ''}`)}  ${paint('dim', owner)}\n        ${reason}`,
  );
  return [[paint('bold', `${refused.length} not possible`), ...lines].join('\n')];
}
