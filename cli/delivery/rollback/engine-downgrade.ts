import { resourceType } from '../../../resources/index.js';
import type { StackPlan } from '../plan/plan-result.js';
import type { Refusal } from './refusal.js';

/** Engines whose version a plan would lower, or that it would swap. */
export function plannedDowngrades(plans: readonly StackPlan[]): Refusal[] {
  return plans.flatMap(({ id, changes }) =>
    changes.flatMap(({ address, attributes, type }) =>
      attributes.flatMap(({ path, before, after }) =>
        path === resourceType(type)?.version ? downgrade(`${id}: ${address}`, before, after) : [],
      ),
    ),
  );
}

/** The same from two configurations of a stack: what is applied, and what would be. */
export function configuredDowngrades(id: string, applied: string | undefined, wanted: string | undefined): Refusal[] {
  const after = resources(wanted);
  return Object.entries(resources(applied)).flatMap(([type, byName]) => {
    const attribute = resourceType(type)?.version;
    if (!attribute) return [];
    return Object.entries(byName).flatMap(([name, { [attribute]: version }]) =>
      downgrade(`${id}: ${type}.${name}`, version, after[type]?.[name]?.[attribute]),
    );
  });
}

function downgrade(subject: string, before: unknown, after: unknown): Refusal[] {
  if (typeof before !== 'string' || typeof after !== 'string' || compareVersions(after, before) >= 0) return [];
  const reason = `its engine would go from ${before} to ${after}, and AWS downgrades none`;
  return [{ kind: 'engine-downgrade', subject, reason }];
}

/**
 * Negative when `a` is lower than `b`. `17` and `17.5` are equal: a major version alone stands for any of its minors.
 * Letters before the digits, such as in `OpenSearch_2.11`, don't count.
 */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [numbers(a), numbers(b)];
  for (let at = 0; at < Math.min(left.length, right.length); at += 1) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function numbers(version: string): number[] {
  return (/\d+(\.\d+)*/.exec(version)?.[0] ?? '').split('.').filter(Boolean).map(Number);
}

type Resources = Record<string, Record<string, Record<string, unknown>>>;

function resources(config: string | undefined): Resources {
  return (JSON.parse(config ?? '{}') as { resource?: Resources }).resource ?? {};
}
