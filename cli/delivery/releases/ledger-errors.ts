import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { LedgerFault } from './ledger-fault.js';

/** How a person gets back what was written over. */
export const EARLIER_VERSIONS =
  'the bucket keeps earlier versions of the object: delete the later ones, marks of deletion too (aws s3api list-object-versions, delete-object --version-id)';

/** The error of a record whose bytes are not what was written. */
export function damagedRecord(environment: string, key: string): BacklotError {
  return new BacklotError({
    code: 'LedgerDamaged',
    message: `the release record '${key}' is not what was written`,
    source: 'platform',
    hints: [EARLIER_VERSIONS],
    actions: [`backlot releases verify ${environment}`],
    details: { key },
  });
}

/** The error of a ledger that somebody else wrote to, or took from. */
export function forgedLedger(environment: string, { key, number, kind, reason }: LedgerFault): BacklotError {
  return new BacklotError({
    code: 'LedgerForged',
    message: `the ledger of '${environment}' cannot be relied on: release ${number} ('${key}'): ${reason}`,
    source: 'platform',
    hints: [EARLIER_VERSIONS],
    actions: [`backlot releases verify ${environment}`],
    details: { key, release: number, kind },
  });
}

/** The error of an environment whose releases were signed, and whose key is gone. */
export function keyMissing(environment: string): BacklotError {
  return new BacklotError({
    code: 'LedgerKeyMissing',
    message: `the key that signs the releases of '${environment}' is gone, and a record without a signature would look forged`,
    source: 'platform',
    hints: ['a bootstrap makes a new key; what the old one signed stays verifiable'],
    actions: [`backlot bootstrap ${environment}`],
  });
}

/** The error of a number that no release has. */
export function unknownRelease(environment: string, number: number, newest: readonly number[]): BacklotError {
  const known = newest.join(', ');
  return new BacklotError({
    code: 'UnknownRelease',
    message: `'${environment}' has no release ${number}; ${known ? `the newest are ${known}` : 'it has none yet'}`,
    exitCode: 3,
    actions: [`backlot releases list ${environment}`],
  });
}
