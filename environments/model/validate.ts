import type { MergedDocument } from './document/extends.js';
import type { Problem } from './document/problem.js';
import { toPlain } from './document/source-node.js';
import { type Environment, environmentSchema } from './schema/environment.js';
import { schemaProblems } from './schema-problems.js';

/** An environment, or why it is none. */
export interface Validation {
  readonly environment?: Environment;
  readonly problems: readonly Problem[];
}

/** Checks a merged document against the schema. */
export function validate(id: string, merged: MergedDocument): Validation {
  const result = environmentSchema.safeParse(toPlain(merged.root));
  if (result.success) return { environment: { ...result.data, id }, problems: [] };
  return { problems: schemaProblems(result.error.issues, merged.root) };
}
