import { clusterPaths } from './cluster-paths.js';
import type { Collected } from './collect.js';
import { isAllowed } from './evaluate.js';
import { foreignRequests } from './foreign-requests.js';
import { beyondReason } from './granted-beyond.js';
import type { Kind, Path } from './kinds.js';
import { neighbourPaths } from './neighbour-paths.js';
import { openPolicyPaths, trustPaths } from './principal-paths.js';
import { takeoverPaths } from './takeover-paths.js';

/** What a search came to. */
export interface SearchResult {
  readonly found: readonly Path[];
  /** How many requests, trusts, entries and policies were tried, by kind. */
  readonly tried: Readonly<Record<Kind, number>>;
  /** Reasons of `granted-beyond.ts` that were met. */
  readonly reasons: ReadonlySet<string>;
}

/** Looks for ways to more than an environment is meant to have. */
export function search(collected: Collected): SearchResult {
  const tried = {} as Record<Kind, number>;
  const reasons = new Set<string>();
  const found: Path[] = [];
  const count = (kind: Kind) => {
    tried[kind] = (tried[kind] ?? 0) + 1;
  };
  for (const role of collected.roles) {
    for (const { kind, request, unless } of foreignRequests(collected.environment)) {
      if (unless?.(role.name)) continue;
      count(kind);
      if (!isAllowed(role.rights, request)) continue;
      const reason = beyondReason(role.name, request);
      if (reason) reasons.add(reason);
      else found.push({ kind, who: role.name, what: `${request.action} on ${request.resource}` });
    }
    for (const { tagging, path } of takeoverPaths(collected, role, () => count('tag to take over'))) {
      const reason = beyondReason(role.name, tagging);
      if (reason) reasons.add(reason);
      else found.push(path);
    }
    found.push(...neighbourPaths(collected.environment, role, () => count('data of another')));
    found.push(...trustPaths(collected.environment, role, () => count('take a role')));
  }
  found.push(...clusterPaths(collected, () => count('pod of another')));
  found.push(...openPolicyPaths(collected, () => count('open policy')));
  return { found, tried, reasons };
}
