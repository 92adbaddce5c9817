/** What is wrong with one object of the ledger. */
export interface LedgerFault {
  readonly key: string;
  readonly number: number;
  readonly reason: string;
}
