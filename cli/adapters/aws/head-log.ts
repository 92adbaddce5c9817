/** Lines that say how far the ledger has come: any can be added, none can be taken back. */
export interface HeadLog {
  /**
   * The last lines, oldest first; undefined when there is no place for them.
   *
   * @throws BacklotError `LedgerHeadDenied`, `LedgerHeadUnreachable`
   */
  read(): Promise<readonly string[] | undefined>;
  /** Adds a line. @throws as {@link read}, and `LedgerHeadMissing` when there is no place for it */
  append(line: string): Promise<void>;
}
