import type { Attributes } from './contract.js';

/** What turns one set of named parameters into another. */
export interface ParameterChanges {
  /** New ones, and those whose value or way of applying differs. */
  readonly set: readonly Attributes[];
  /** Those that are to have their default again. */
  readonly reset: readonly Attributes[];
}

/** Most parameters that RDS and ElastiCache take in one request. */
const MOST_AT_ONCE = 20;

/** Compares the `parameter` blocks of two states of a parameter group. */
export function parameterChanges(before: readonly Attributes[], after: readonly Attributes[]): ParameterChanges {
  const known = new Map(before.map((parameter) => [parameter.name, parameter]));
  const wanted = new Set(after.map(({ name }) => name));
  return {
    set: after.filter(({ name, value, apply_method }) => {
      const old = known.get(name);
      return !old || old.value !== value || old.apply_method !== apply_method;
    }),
    reset: before.filter(({ name }) => !wanted.has(name)),
  };
}

/** In portions that one request takes. */
export function portions(parameters: readonly Attributes[]): Attributes[][] {
  const count = Math.ceil(parameters.length / MOST_AT_ONCE);
  return Array.from({ length: count }, (_, index) =>
    parameters.slice(index * MOST_AT_ONCE, (index + 1) * MOST_AT_ONCE),
  );
}
