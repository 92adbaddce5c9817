import type { Path } from '../document/path.js';
import type { Environment } from '../schema/environment.js';

/** Something that the schema cannot see, because it needs two values or what AWS knows. */
export interface RuleProblem {
  readonly path: Path;
  /** What is wrong, naming the bad value; reads on after the path. */
  readonly message: string;
  /** How to mend it. */
  readonly hint?: string;
  /** Other values that the verdict rests on; if one of these is invalid itself, the verdict is not given. @default none */
  readonly related?: readonly Path[];
  /** Whether the value must not be shown. @default false */
  readonly secret?: boolean;
}

/** One rule: pure, given an environment that fits the schema. */
export type Rule = (environment: Environment) => RuleProblem[];
