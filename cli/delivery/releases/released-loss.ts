/** A copy that was made of a store before it went. */
export interface LastCopy {
  /** The store's name. */
  readonly of: string;
  /** `DB snapshot` */
  readonly kind: string;
  /** What AWS calls it. */
  readonly name: string;
}

/** What was lost in a release, as its record says. */
export interface ReleasedLoss {
  readonly name: string;
  readonly stack: string;
  readonly address: string;
  readonly action: 'delete' | 'replace' | 'recreate' | 'shorten';
  readonly holds: string;
  /** @default none: nothing brings it back */
  readonly lastCopy?: LastCopy;
}
