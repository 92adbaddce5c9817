import type { BaselineResult } from '../../delivery/cluster-objects/baseline/index.js';
import type { ReleaseMark, RollbackPreview } from '../../delivery/rollback/index.js';
import type { Paint } from '../paint.js';
import { type PlanDiffOptions, planDiff } from '../plan/plan-diff.js';
import { plural } from '../plural.js';
import { serviceChanges } from '../service-changes.js';

/** Everything that a rollback would change as one diff: from what is there now to what was. */
export function rollbackPreview(preview: RollbackPreview, options: PlanDiffOptions): string {
  const { baseline, from, plan, skipsSteps, target } = preview;
  const { paint } = options;
  const changes = preview.services?.filter(({ action }) => action !== 'unchanged') ?? [];
  const sections = [
    `${paint('bold', `Release ${from.number} → ${target.number}`)}  ${markText(target)}`,
    ...(plan.stacks.length > 0 ? [planDiff(plan, options)] : []),
    ...(baseline && baseline.changes.length > 0 ? [baselineChanges(baseline, paint)] : []),
    ...(changes.length > 0 ? [serviceChanges(changes, options)] : []),
    ...(skipsSteps.length > 0
      ? [`Inside the rollback window, so without the steps of a canary: ${skipsSteps.join(', ')}`]
      : []),
  ];
  return sections.join('\n\n');
}

function markText({ startedAt, who, commit }: ReleaseMark): string {
  return ['made', startedAt.replace(/\.\d+Z$/, 'Z'), 'by', who, ...(commit ? ['at', commit.slice(0, 8)] : [])].join(
    ' ',
  );
}

const MARKS = { created: '+', changed: '~', pruned: '-', kept: '!', deferred: '◌', unchanged: ' ' } as const;

function baselineChanges({ changes }: BaselineResult, paint: Paint): string {
  const lines = changes.map(
    ({ action, kind, name, namespace, reason }) =>
      `  ${MARKS[action]} ${kind} ${namespace ? `${namespace}/` : ''}${name}${reason ? `  ${paint('dim', reason)}` : ''}`,
  );
  return [paint('bold', `baseline: ${plural(changes.length, 'object')}`), ...lines].join('\n');
}
