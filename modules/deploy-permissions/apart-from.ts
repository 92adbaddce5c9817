import type { PolicyStatement } from '../policy-document.js';

/**
 * Rights of a deploy role, with all that environments have whose names extend its own taken out again: `films-dev-*` fits
 * `films-dev-eu-…`, and IAM knows no pattern that wouldn't. What is told by tags or by a whole name is apart already.
 *
 * @param neighbours full names: `films-dev-eu`
 * @param prefix beginning of all names of this environment, closing hyphen included
 */
export function apartFrom(
  neighbours: readonly string[],
  prefix: string,
  policies: Readonly<Record<string, PolicyStatement[]>>,
): Record<string, PolicyStatement[]> {
  const rights = Object.values(policies).flat();
  const allowed = rights
    .filter(({ effect }) => effect !== 'Deny')
    .flatMap(({ resources = [] }) => resources)
    .filter((resource) => resource.includes(`${prefix}*`));
  const refusals = neighbours.map((neighbour) => {
    const resources = [...new Set(allowed.map((resource) => resource.replace(`${prefix}*`, `${neighbour}-*`)))].sort();
    const refusal: PolicyStatement = { sid: 'NotTheirs', effect: 'Deny', actions: ['*'], resources };
    return [`neighbour-${neighbour}`, [refusal, ...toldByTheirs(neighbour, prefix, rights)]] satisfies [
      string,
      PolicyStatement[],
    ];
  });
  return { ...policies, ...Object.fromEntries(refusals) };
}

/**
 * Refusals of what rights tell by a beginning in a condition: what has a random id, and something of ours or theirs behind it.
 * One for each key, for a statement holds only where all of its keys do.
 */
export function toldByTheirs(neighbour: string, prefix: string, rights: readonly PolicyStatement[]): PolicyStatement[] {
  const told = new Map<string, PolicyStatement>();
  for (const { effect, conditions = {} } of rights) {
    if (effect === 'Deny') continue;
    for (const [operator, keys] of Object.entries(conditions)) {
      for (const [key, wanted] of Object.entries(keys)) {
        const theirs = [wanted].flat().flatMap((value) => theirsOf(value, prefix, neighbour));
        if (theirs.length === 0 || /Not/.test(operator)) continue;
        // "For all of none" is true, and would refuse everything.
        const where = { [operator.replace('ForAllValues', 'ForAnyValue')]: { [key]: oneOrMany(theirs) } };
        told.set(JSON.stringify(where), { effect: 'Deny', actions: ['*'], resources: ['*'], conditions: where });
      }
    }
  }
  return [...told.values()];
}

function theirsOf(value: string, prefix: string, neighbour: string): string[] {
  return value.includes(`${prefix}*`) ? [value.replace(`${prefix}*`, `${neighbour}-*`)] : [];
}

function oneOrMany(values: readonly string[]): string | readonly string[] {
  return values.length === 1 && values[0] !== undefined ? values[0] : values;
}
