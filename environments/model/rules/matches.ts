import type { Path } from '../document/path.js';

/** A value and where it is. */
export interface Match {
  readonly path: Path;
  readonly value: unknown;
}

/** All values that are there under a pattern such as `secrets.*.rotateEvery`. */
export function matches(document: unknown, pattern: string): Match[] {
  return pattern.split('.').reduce<Match[]>(
    (found, part) =>
      found.flatMap(({ path, value }) => {
        if (typeof value !== 'object' || value === null) return [];
        return Object.entries(value)
          .filter(([key, each]) => each !== undefined && (part === '*' || part === key))
          .map(([key, each]) => ({ path: [...path, key], value: each }));
      }),
    [{ path: [], value: document }],
  );
}
