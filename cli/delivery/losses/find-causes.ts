import { type Environment, formatPath, leavesOf, type Origin } from '../../../environments/model/index.js';
import type { PlannedChange } from './judged-plan.js';
import type { LossCause } from './loss.js';

/** Edits that are named where none can be told to be the one. */
const NAMED = 3;

/**
 * What was edited in the environment's file since it was applied last, leaf by leaf, each with the line where it is now, or
 * where it was taken out, the line of what is left around it.
 *
 * @param applied as the newest release recorded it
 */
export function fileEdits(
  applied: Environment,
  declared: Environment,
  origins: ReadonlyMap<string, Origin> = new Map(),
): LossCause[] {
  const [before, after] = [leaves(applied), leaves(declared)];
  const paths = [...new Set([...before.keys(), ...after.keys()])];
  return paths.flatMap((path) => {
    const [was, is] = [before.get(path), after.get(path)];
    if (was === is) return [];
    const origin = origins.get(path) ?? nearest(path, origins);
    const words = is === undefined ? `no longer declared (was ${was})` : `${was ?? 'not declared'} → ${is}`;
    return [{ path, words, ...(origin ? { file: origin.file, line: origin.line } : {}) }];
  });
}

/** The edits that a loss comes from: those of the thing itself, else the first of all; else what was changed outside. */
export function causesOf(name: string, change: PlannedChange, edits: readonly LossCause[]): LossCause[] {
  const own = edits.filter(({ path = '' }) =>
    path
      .split('.')
      .slice(1)
      .join('.')
      .startsWith(`${ownPath(name)}.`),
  );
  if (own.length > 0) return own.slice(0, NAMED);
  // An earlier release, which didn't get to it, knew of that already.
  if (change.action === 'delete') return [{ words: 'it is no longer declared' }];
  const forcing = change.attributes
    .filter(({ forcesReplacement }) => forcesReplacement)
    .map(({ path, before, after, sensitive, unknown }) => ({
      words: sensitive
        ? `${path} differs`
        : `${path}: ${text(before)} → ${unknown ? 'known after the apply' : text(after)}`,
    }));
  return [...forcing.slice(0, NAMED), ...edits.slice(0, NAMED)];
}

/** `postgres.main.replica-1` is declared at `postgres.main`. */
function ownPath(name: string): string {
  return name.split('.').slice(0, 2).join('.');
}

function leaves(environment: Environment): Map<string, string> {
  return new Map(leavesOf(environment).map(({ path, value }) => [formatPath(path), text(value)]));
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '(none)');
}

/** What is left around a path that is no longer there. */
function nearest(path: string, origins: ReadonlyMap<string, Origin>): Origin | undefined {
  const parts = path.split('.');
  for (let length = parts.length - 1; length > 0; length--) {
    const prefix = `${parts.slice(0, length).join('.')}.`;
    for (const [known, origin] of origins) if (known.startsWith(prefix) && origin.kind === 'file') return origin;
  }
  return [...origins.values()].find(({ kind }) => kind === 'file');
}
