import { lossesOf } from '../../delivery/losses/index.js';
import type { PlanResult, StackPlan } from '../../delivery/plan/index.js';
import { lossesText } from '../losses-text.js';
import { nextLines } from '../next-lines.js';
import { plural } from '../plural.js';
import { afterText, attributeLines, valueText } from './attribute-lines.js';
import { changeSections, createSection, type PlanDiffOptions } from './change-sections.js';

export type { PlanDiffOptions } from './change-sections.js';

/**
 * A plan for people: what failed and what is destroyed first, then replaced (with the reason), changed (before → after),
 * created (as numbers), what was changed from outside, what waits, and one line that sums it up.
 */
export function planDiff(plan: PlanResult, options: PlanDiffOptions): string {
  return [
    ...failures(plan, options),
    ...lossSection(plan, options),
    ...changeSections(plan, options),
    ...createSection(plan, options),
    ...driftSection(plan, options),
    ...(options.verbose ? outputSection(plan, options) : []),
    ...deferredSection(plan, options),
    summaryLine(plan, options),
  ].join('\n\n');
}

function failures(plan: PlanResult, { paint }: PlanDiffOptions): string[] {
  return plan.stacks.flatMap(({ id, error }) =>
    error
      ? [[`${paint('red', `✖ ${id} could not be planned`)}: ${error.message}`, ...nextLines(error)].join('\n')]
      : [],
  );
}

function lossSection({ stacks }: PlanResult, { paint }: PlanDiffOptions): string[] {
  const losses = lossesOf(stacks);
  const guards = stacks.flatMap((stack) => stack.guards ?? []);
  return [
    ...(losses.length > 0 ? [lossesText(losses, paint)] : []),
    ...(guards.length > 0
      ? [
          [
            paint('red', 'Cannot be deleted as they are:'),
            ...guards.map(({ physical, stack, reason }) => `  ${physical} (stack '${stack}'): ${reason}`),
          ].join('\n'),
        ]
      : []),
  ];
}

function driftSection(plan: PlanResult, { paint, width }: PlanDiffOptions): string[] {
  const drifted = plan.stacks.flatMap(({ id, drift }) => drift.map((change) => ({ id, change })));
  // What waits for its deletion is gone for Terraform alone, and is told above with what takes it back.
  const waits = new Map(
    lossesOf(plan.stacks).flatMap(({ address, stack, wayBack }) =>
      wayBack ? [[`${stack} ${address}`, wayBack.words.split(';')[0]] as const] : [],
    ),
  );
  const gone = (id: string, address: string) => waits.get(`${id} ${address}`) ?? 'is gone';
  if (drifted.length === 0) return [];
  const lines = drifted.flatMap(({ id, change }) => [
    `  ${paint('yellow', `≠ ${change.address}`)}  ${paint('dim', id)}${change.action === 'delete' ? `  ${gone(id, change.address)}` : ''}`,
    ...(change.action === 'delete' ? [] : attributeLines(change.attributes, width, paint)),
  ]);
  return [
    [paint('bold', `${drifted.length} drifted (changed outside of the stacks: state → real)`), ...lines].join('\n'),
  ];
}

function outputSection(plan: PlanResult, { paint }: PlanDiffOptions): string[] {
  const outputs = plan.stacks.flatMap(({ id, outputs: all }) => all.map((output) => ({ id, output })));
  if (outputs.length === 0) return [];
  const lines = outputs.map(({ id, output }) => {
    const before = output.sensitive ? '(sensitive)' : valueText(output.before);
    return `  ${output.name}  ${paint('dim', id)}  ${before} → ${afterText(output)}`;
  });
  return [[paint('bold', plural(outputs.length, 'output')), ...lines].join('\n')];
}

function deferredSection(plan: PlanResult, { paint }: PlanDiffOptions): string[] {
  const deferred = plan.stacks.filter((stack) => stack.status === 'deferred');
  if (deferred.length === 0) return [];
  const lines = deferred.map(
    ({ id, reason }) => `  ${paint('yellow', `◌ ${id}`)}  ${reason ?? 'waits for an upstream stack'}`,
  );
  return [
    [
      paint('bold', `${deferred.length} deferred (planned again once their upstream stacks are applied)`),
      ...lines,
    ].join('\n'),
  ];
}

/** `Plan 3f2a91: 27 to create, 1 to change, 0 to replace, 0 to destroy; 8 stacks unchanged`. */
function summaryLine(plan: PlanResult, { paint }: PlanDiffOptions): string {
  const { add, change, replace, destroy, deferred, failed, drift } = plan.totals;
  const unchanged = count(plan.stacks, 'unchanged');
  if (!plan.hasChanges && failed === 0) {
    return `${paint('green', 'Nothing to change')}: ${plural(plan.totals.stacks, 'stack')} as declared.`;
  }
  const parts = [`${add} to create, ${change} to change, ${replace} to replace, ${destroy} to destroy`];
  if (unchanged > 0) parts.push(`${plural(unchanged, 'stack')} unchanged`);
  if (deferred > 0) parts.push(`${deferred} deferred`);
  if (drift > 0) parts.push(`${drift} drifted`);
  if (failed > 0) parts.push(paint('red', `${failed} failed`));
  return `${paint('bold', `Plan ${plan.planId}`)}: ${parts.join('; ')}`;
}

function count(stacks: readonly StackPlan[], status: StackPlan['status']): number {
  return stacks.filter((stack) => stack.status === status).length;
}
