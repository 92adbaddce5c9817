import type { Environment } from '../environments/model/index.js';

/**
 * A section of an environment, for stacks that exist only with it.
 *
 * @throws RangeError when the environment has none: the stack was built although it is not enabled.
 */
export function section<Name extends keyof Environment>(
  environment: Environment,
  name: Name,
): NonNullable<Environment[Name]> {
  const value = environment[name];
  if (value === undefined || value === null) {
    throw new RangeError(`environment '${environment.id}' has no section '${name}'`);
  }
  return value;
}
