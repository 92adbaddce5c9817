import type { z } from 'zod';
import type { Path } from './document/path.js';
import type { Problem } from './document/problem.js';
import { positionOf, type SourceNode } from './document/source-node.js';

/** What zod found, with the place in the file that it was found in. */
export function schemaProblems(issues: readonly z.core.$ZodIssue[], root: SourceNode): Problem[] {
  return issues.map((issue) => {
    const path = issue.path as Path;
    return { at: positionOf(root, path), path, message: issue.message };
  });
}
