/**
 * How an object of the ledger is not as it should be.
 *
 * - `altered`: its bytes are not what was written, or its chain to the one before is broken
 * - `forged`: its signature is not over what it says
 * - `misplaced`: it is the record of another number or another environment
 * - `other-key`: it is signed by a key that is not the environment's
 * - `unsigned`: it has no signature where it must have one
 * - `unverifiable`: the key that it names is gone, and nothing kept its public half
 * - `missing`: it is gone
 * - `head`: what says how far the ledger had come is gone, or says something else
 * - `unlocked`: nothing keeps it from being deleted, and something ought to
 */
export type LedgerFaultKind =
  | 'altered'
  | 'forged'
  | 'misplaced'
  | 'other-key'
  | 'unsigned'
  | 'unverifiable'
  | 'missing'
  | 'head'
  | 'unlocked';

/** What is wrong with one object of the ledger. */
export interface LedgerFault {
  readonly key: string;
  readonly number: number;
  readonly kind: LedgerFaultKind;
  readonly reason: string;
}
