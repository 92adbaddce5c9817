import { isObject, isZero, type Value, type ValueObject } from './value.js';

/** The element of a set that shares most with a given one, and at least something: sets have no index to match by. */
export function closest(wanted: ValueObject, candidates: readonly Value[]): ValueObject | undefined {
  let best: ValueObject | undefined;
  let bestScore = 0;
  for (const candidate of candidates) {
    if (!isObject(candidate)) continue;
    const score = shared(wanted, candidate);
    if (score > bestScore) {
      best = candidate;
      bestScore = score;
    }
  }
  return best;
}

function shared(left: ValueObject, right: ValueObject): number {
  let score = 0;
  for (const [name, value] of Object.entries(left)) {
    if (!isZero(value) && JSON.stringify(value) === JSON.stringify(right[name])) score += 1;
  }
  return score;
}
