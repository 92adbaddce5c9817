import type { z } from 'zod';
import { formatPath, type Path } from './document/path.js';
import type { Problem } from './document/problem.js';
import { keyAt, nodeAt, positionOf, type SourceNode } from './document/source-node.js';
import { environmentSchema } from './schema/environment.js';
import { descriptionOf, schemaAt } from './schema/shape.js';
import { unknownKeyHint } from './unknown-key.js';
import { valueWording } from './value-wording.js';

/** A problem that the schema found. */
export interface SchemaProblem extends Problem {
  /** Whether it is that something is not there, which an unreadable file may explain. */
  readonly absent: boolean;
}

type Issue = z.core.$ZodIssue;

/** What zod found, in words that say what to do, at the place in the file that it was found in. */
export function schemaProblems(issues: readonly Issue[], root: SourceNode): SchemaProblem[] {
  return issues
    .flatMap(meantIssues)
    .filter(isFirstOfItsKind)
    .flatMap((issue) => {
      const path = issue.path as Path;
      switch (issue.code) {
        case UNKNOWN_KEYS:
          return issue.keys.map((key) => unknownKey([...path, key], root));
        case 'invalid_key':
          return [invalidName(path, issue.issues[0]?.message ?? issue.message, root)];
        default:
          return [valueProblem(path, issue, root)];
      }
    });
}

/** Of a map for which a single value may stand, what is wrong inside; of a choice of single values, the choice itself. */
export function meantIssues(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const inside = issue.errors.find((found) =>
    found.every(({ path, code }) => path.length > 0 || code === UNKNOWN_KEYS),
  );
  return inside ? inside.map((each) => ({ ...each, path: [...issue.path, ...each.path] })) : [issue];
}

const UNKNOWN_KEYS = 'unrecognized_keys';

/** Whether it says something new: of a value of the wrong type, nothing else is worth saying. */
function isFirstOfItsKind(issue: Issue, index: number, issues: readonly Issue[]): boolean {
  const path = formatPath(issue.path as Path);
  return !issues
    .slice(0, index)
    .some((other) => other.code === 'invalid_type' && formatPath(other.path as Path) === path);
}

function unknownKey(path: Path, root: SourceNode): SchemaProblem {
  const at = keyAt(root, path) ?? positionOf(root, path);
  return { at, path, message: 'there is no such key', hint: unknownKeyHint(path), absent: false };
}

function invalidName(path: Path, message: string, root: SourceNode): SchemaProblem {
  const at = keyAt(root, path) ?? positionOf(root, path);
  return { at, path, message: `the name '${path.at(-1)}' ${message}`, absent: false };
}

function valueProblem(path: Path, issue: Issue, root: SourceNode): SchemaProblem {
  const node = nodeAt(root, path);
  const at = positionOf(root, path);
  if (node === undefined || (node.kind === 'removal' && typeof path.at(-1) === 'string')) {
    const message = node ? 'is required and cannot be removed' : 'is required';
    return { at, path, message, hint: descriptionOf(schemaAt(environmentSchema, path)), absent: !node };
  }
  return { at, path, ...valueWording(issue, node, schemaAt(environmentSchema, path)), absent: false };
}
