/** One declared assertion about restored data, and what it found. */
export interface ProofAssertion {
  /** Name of the data store. */
  readonly store: string;
  readonly name: string;
  /** `noted`: it was not looked at, and `actual` says why. */
  readonly outcome: 'passed' | 'failed' | 'noted';
  readonly expected: string;
  readonly actual: string;
}

/** What a restore of a backup set into isolation showed. */
export interface BackupProof {
  /** Id of the backup set. */
  readonly set: string;
  /** When it was proven, ISO 8601. */
  readonly at: string;
  readonly outcome: 'proven' | 'failed';
  /** Age of the newest restored data when the restore began, seconds. */
  readonly rpoSeconds: number;
  /** From the start of the restore until the data answered, seconds. */
  readonly rtoSeconds: number;
  readonly assertions: readonly ProofAssertion[];
  /** Stores in which something was counted. @default unknown: an earlier version, which asked for no counting, made it */
  readonly counted?: readonly string[];
}
