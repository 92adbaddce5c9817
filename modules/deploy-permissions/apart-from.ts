import type { PolicyStatement } from '../policy-document.js';

/**
 * Rights of a deploy role, with all that environments have whose names extend its own taken out again: `films-dev-*` fits
 * `films-dev-eu-…`, and IAM knows no pattern that wouldn't. What is named otherwise than by a beginning is apart already.
 *
 * @param neighbours full names: `films-dev-eu`
 * @param prefix beginning of all names of this environment, closing hyphen included
 */
export function apartFrom(
  neighbours: readonly string[],
  prefix: string,
  policies: Readonly<Record<string, PolicyStatement[]>>,
): Record<string, PolicyStatement[]> {
  const allowed = Object.values(policies)
    .flat()
    .filter(({ effect }) => effect !== 'Deny')
    .flatMap(({ resources = [] }) => resources)
    .filter((resource) => resource.includes(`${prefix}*`));
  const refusals = neighbours.map((neighbour) => {
    const resources = [...new Set(allowed.map((resource) => resource.replace(`${prefix}*`, `${neighbour}-*`)))].sort();
    const refusal: PolicyStatement = { sid: 'NotTheirs', effect: 'Deny', actions: ['*'], resources };
    return [`neighbour-${neighbour}`, [refusal]] satisfies [string, PolicyStatement[]];
  });
  return { ...policies, ...Object.fromEntries(refusals) };
}
