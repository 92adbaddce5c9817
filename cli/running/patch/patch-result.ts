/** What something that is behind is. */
export type PatchKind = 'database' | 'cache' | 'cluster' | 'nodes' | 'chart' | 'image' | 'runtime' | 'maintenance';

/**
 * `past`: no support any more, or a deadline is over; `soon`: within 180 days; `behind`: there is something newer;
 * `unknown`: what is newest could not be found out; `current`: nothing to do.
 */
export type PatchState = 'past' | 'soon' | 'behind' | 'unknown' | 'current';

/** Where the environment's file says what is to be changed. */
export interface PatchChange {
  /** `data.postgres.main.version` */
  readonly path: string;
  readonly file: string;
  readonly line: number;
  /** `default`: the file doesn't say it yet; the line is where it belongs. */
  readonly kind: 'file' | 'default';
  readonly to: string;
}

/** One thing that has a version. */
export interface PatchItem {
  readonly kind: PatchKind;
  /** `data.postgres.main`, `cluster`, `cert-manager`. */
  readonly name: string;
  readonly current: string;
  /** Newest of the same major version. @default it is that, or nobody knows */
  readonly newest?: string;
  /** Newest of the next major version. @default there is none, or nobody knows */
  readonly next?: string;
  /** `2027-02-28`: end of standard support, or the date that AWS acts on. @default none is announced */
  readonly deadline?: string;
  readonly state: PatchState;
  /** In plain words: what the deadline means, why it is unknown. */
  readonly note?: string;
  /** @default nothing is to be changed there */
  readonly change?: PatchChange;
  /** When it takes effect: `sun:03:30-sun:04:30 UTC`, `at the next deploy`. */
  readonly applies?: string;
  /** What stops meanwhile. @default nothing */
  readonly restarts?: string;
}

/** What of an environment is behind. */
export interface PatchPlan {
  readonly environment: string;
  /** Day that the deadlines were compared with, `2026-11-21`. */
  readonly on: string;
  /** When the tables were edited that stand in for what the account could not be asked. @default AWS was asked for all */
  readonly tablesFrom?: string;
  /** Most urgent first. */
  readonly items: readonly PatchItem[];
  /** What could not be looked at, and why. */
  readonly unknown: readonly { readonly what: string; readonly reason: string }[];
  readonly totals: Readonly<Record<PatchState, number>>;
}
