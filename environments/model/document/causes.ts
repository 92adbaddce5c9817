import type { Path } from './path.js';
import type { Problem } from './problem.js';

/** Problems of one cause, the first of which is shown; there is always one. */
export type Cause = readonly [Problem, ...Problem[]];

/** From so many on, the same problem is shown once. */
const FEWEST = 3;

/**
 * Groups problems of the same key that say the same, or that are mended the same way and differ only in the value that they
 * quote: a section that is missing, which forty services ask for, is one cause. In the order of the first of each.
 */
export function causes(problems: readonly Problem[]): Cause[] {
  const groups = new Map<string, [Problem, ...Problem[]]>();
  for (const problem of problems) {
    const said = problem.hint === undefined ? problem.message : problem.message.replace(/'[^']*'/g, "''");
    const key = JSON.stringify([said, problem.hint, lastKey(problem.path)]);
    const group = groups.get(key);
    if (group) group.push(problem);
    else groups.set(key, [problem]);
  }
  const shown = [...groups.values()].flatMap((group): Cause[] =>
    group.length < FEWEST ? group.map((problem) => [problem]) : [group],
  );
  return shown.sort(([a], [b]) => problems.indexOf(a) - problems.indexOf(b));
}

/** One line that says where else: `and 39 more places: environments/prod.yaml lines 14, 18 and 22`. */
export function otherPlaces(others: readonly Problem[]): string[] {
  if (others.length === 0) return [];
  const files = new Map<string, Set<number>>();
  for (const { at } of others) files.set(at.file, (files.get(at.file) ?? new Set()).add(at.line));
  const places = [...files].map(
    ([file, lines]) => `${file} ${lines.size === 1 ? 'line' : 'lines'} ${spans([...lines])}`,
  );
  return [`  and ${others.length} more ${others.length === 1 ? 'place' : 'places'}: ${places.join('; ')}`];
}

/** `3, 5 to 9, 12`. */
function spans(lines: readonly number[]): string {
  const found: [first: number, last: number][] = [];
  for (const line of [...lines].sort((a, b) => a - b)) {
    const open = found.at(-1);
    if (open && line === open[1] + 1) open[1] = line;
    else found.push([line, line]);
  }
  return found
    .flatMap(([first, last]) =>
      last - first > 1 ? [`${first} to ${last}`] : first === last ? [`${first}`] : [`${first}`, `${last}`],
    )
    .join(', ');
}

/** The key that a problem is about: `needs` of `services.api.needs.0`. */
function lastKey(path: Path): string {
  return String(path.findLast((part) => typeof part === 'string') ?? '');
}
