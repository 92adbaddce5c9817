/** Something that a role may do, and why. */
export interface AccessRule {
  /** What would not work without it. */
  readonly reason: string;
  /** `''` is the core group. */
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  /** @default all of the kind */
  readonly resourceNames?: readonly string[];
}

/** Verbs that change nothing. */
export const READ = ['get', 'list', 'watch'] as const;
/** Verbs that change objects, without deleting whole collections. */
export const WRITE = ['create', 'update', 'patch', 'delete'] as const;
