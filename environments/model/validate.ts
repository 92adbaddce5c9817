import type { MergedDocument } from './document/extends.js';
import type { Problem } from './document/problem.js';
import { nodeAt, positionOf, toPlain } from './document/source-node.js';
import { removalProblems } from './removals.js';
import { isUnknown, repair } from './repair.js';
import { RULES } from './rules/index.js';
import { type Environment, environmentSchema } from './schema/environment.js';
import { schemaProblems } from './schema-problems.js';

/** An environment, or why it is none. */
export interface Validation {
  readonly environment?: Environment;
  readonly problems: readonly Problem[];
}

/**
 * Checks a merged document: the schema, then the rules that go over more than one value.
 *
 * Rules also run when the schema refused something, on the parts that it accepted, so that one run shows everything.
 * When a file could not be read, only what is there is judged, since what is absent may be in that file.
 */
export function validate(id: string, merged: MergedDocument): Validation {
  const plain = toPlain(merged.root);
  const result = environmentSchema.safeParse(plain);
  const found = result.success ? [] : schemaProblems(result.error.issues, merged.root);
  if (!merged.readable) return { problems: found.filter((problem) => !problem.absent) };
  const repaired = result.success ? { document: result.data, unknown: [] } : repair(plain);
  const problems: Problem[] = [...found, ...removalProblems(merged.root)];
  if (repaired) {
    const environment = { ...repaired.document, id };
    const broken = Object.values(RULES)
      .flatMap((rule) => rule(environment))
      .filter(({ path, related = [] }) => ![path, ...related].some((each) => isUnknown(each, repaired.unknown)));
    problems.push(
      ...broken.map(({ path, message, hint, related = [], secret }) => {
        // What is left out has no place of its own; what asks for it has.
        const written = [path, ...related].find((each) => nodeAt(merged.root, each)) ?? path;
        return { at: positionOf(merged.root, written), path, message, hint, secret };
      }),
    );
  }
  return { environment: result.success ? { ...result.data, id } : undefined, problems };
}
