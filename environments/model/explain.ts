import { formatPath } from './document/path.js';
import type { LoadedEnvironment } from './load-environment.js';
import { leavesOf, type Origin } from './origins.js';

/** One value of an environment and where it comes from. */
export interface Explanation {
  /** `network.cidr`, `services.api.needs.0`. */
  readonly path: string;
  readonly value: unknown;
  readonly origin: Origin;
}

/** Every leaf of an environment in document order, with where it was written, or where a default would be. */
export function explain({ environment, origins }: LoadedEnvironment): Explanation[] {
  return leavesOf(environment).map(({ path, value }) => {
    const text = formatPath(path);
    const origin = origins.get(text);
    if (!origin) throw new Error(`the origin of '${text}' was not recorded`);
    return { path: text, value, origin };
  });
}
