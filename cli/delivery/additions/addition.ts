import type { Severity } from '../../../resources/severity.js';

/** Something attached to, or put beside, what the stacks made: no plan sees it, because it is a thing of its own. */
export interface Addition {
  /** Stack whose resource it is attached to, or `cluster`. */
  readonly owner: string;
  /** Terraform address of that resource; for the cluster, the namespace, or `cluster`. */
  readonly on: string;
  /** Physical name of that resource, for people. @default not known */
  readonly onName?: string;
  /** `inline policy`, `subscription`, `ClusterRoleBinding`. */
  readonly what: string;
  readonly name: string;
  readonly severity: Severity;
  /** Why it is so severe, or what it does: `may do everything`. @default nothing to say */
  readonly says?: string;
  /** The command that takes it away again. */
  readonly remove: string;
}

/** What could not be asked for; nobody can say that there is none. */
export interface NotChecked {
  /** `inline policies`, `grants`. */
  readonly what: string;
  /** Of how many resources. */
  readonly count: number;
  /** The first of them: an address. */
  readonly on: string;
  /** The answer: `AccessDenied: …`, `the emulator has no GetBucketWebsite`. */
  readonly reason: string;
  /** Actions that whoever looks needs for it; empty where no right helps. */
  readonly needs: readonly string[];
}

const ORDER: readonly Severity[] = ['critical', 'high', 'notice'];

/** The severe first, then by owner and name. */
export function bySeverity(one: Addition, other: Addition): number {
  const rank = ORDER.indexOf(one.severity) - ORDER.indexOf(other.severity);
  return rank || keyOf(one).localeCompare(keyOf(other));
}

function keyOf({ owner, on, what, name }: Addition): string {
  return [owner, on, what, name].join(' ');
}
