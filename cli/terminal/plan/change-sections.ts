import type { ChangeAction, PlanResult, ResourceChange } from '../../delivery/plan/index.js';
import type { Paint, Style } from '../paint.js';
import { attributeLines } from './attribute-lines.js';

/** How much of a plan is shown. */
export interface PlanDiffOptions {
  readonly width: number;
  readonly paint: Paint;
  /** List every resource that is created, and outputs. @default only their number by type */
  readonly verbose?: boolean;
}

/** One change and the stack that it is in. */
interface Placed {
  readonly stack: string;
  readonly change: ResourceChange;
}

/** Sections in the order of danger: what is lost comes first. */
const SECTIONS: readonly { action: ChangeAction; title: string; mark: string; style: Style }[] = [
  { action: 'delete', title: 'destroyed', mark: '-', style: 'red' },
  { action: 'replace', title: 'replaced (destroyed, then created again)', mark: '±', style: 'magenta' },
  { action: 'forget', title: 'forgotten (stays in the cloud, leaves the state)', mark: '!', style: 'yellow' },
  { action: 'update', title: 'changed in place', mark: '~', style: 'yellow' },
  { action: 'move', title: 'moved', mark: '→', style: 'blue' },
  { action: 'import', title: 'imported', mark: '←', style: 'blue' },
];

/** Everything that will happen to resources, apart from what is created. */
export function changeSections(plan: PlanResult, options: PlanDiffOptions): string[] {
  const { paint, width } = options;
  const all = plan.stacks.flatMap(({ id, changes }) => changes.map((change) => ({ stack: id, change })));
  return SECTIONS.flatMap(({ action, title, mark, style }) => {
    const hit = all.filter(({ change }) => change.action === action);
    if (hit.length === 0) return [];
    const lines = hit.flatMap(({ stack, change }) => [
      `  ${paint(style, `${mark} ${change.address}`)}  ${paint('dim', stack)}${reasonText(change)}`,
      ...(action === 'delete' ? [] : attributeLines(change.attributes, width, paint)),
    ]);
    return [[paint('bold', `${hit.length} ${title}`), ...lines].join('\n')];
  });
}

/** What is created: by stack and type, or one by one. */
export function createSection(plan: PlanResult, { paint, verbose }: PlanDiffOptions): string[] {
  const created = plan.stacks.flatMap(({ id, changes }) =>
    changes.filter((change) => change.action === 'create').map((change): Placed => ({ stack: id, change })),
  );
  if (created.length === 0) return [];
  const lines = verbose
    ? created.map(({ stack, change }) => `  ${paint('green', `+ ${change.address}`)}  ${paint('dim', stack)}`)
    : [...Map.groupBy(created, ({ stack }) => stack)].map(
        ([stack, members]) =>
          `  ${paint('green', `+ ${members.length}`)} in ${stack}  ${paint('dim', typeCounts(members))}`,
      );
  return [[paint('bold', `${created.length} created`), ...lines].join('\n')];
}

/** The types that make up most of a group: `subnet 9, route_table 4, 6 more types`. */
function typeCounts(members: readonly Placed[]): string {
  const counts = [...Map.groupBy(members, ({ change }) => change.type.replace(/^aws_/, ''))]
    .map(([type, { length }]) => ({ type, length }))
    .sort((a, b) => b.length - a.length || a.type.localeCompare(b.type));
  const shown = counts.slice(0, 4).map(({ type, length }) => (length > 1 ? `${type} ${length}` : type));
  const rest = counts.length - shown.length;
  return [...shown, ...(rest > 0 ? [`${rest} more type${rest === 1 ? '' : 's'}`] : [])].join(', ');
}

function reasonText({ reason }: ResourceChange): string {
  return reason ? `  ${reason}` : '';
}
