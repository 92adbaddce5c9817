import { type Environment, fullName } from '../environments/model/index.js';
import { STATE_KEY_WINDOW } from '../modules/state-retention.js';

/** Where the guard of a ledger is. */
export interface LedgerNames {
  readonly environment: string;
  /** Of the key that signs, `alias/` included. */
  readonly alias: string;
  /** Name of the log group that keeps the heads. */
  readonly headsGroup: string;
  /** Days in which the deletion of the key can be taken back. */
  readonly keyWindowDays: number;
}

/** How the name of the key ends that signs releases. */
export const LEDGER_KEY_SUFFIX = '-ledger';

/** How the name of the log group ends that keeps the heads of the ledger. */
export const LEDGER_HEADS_SUFFIX = '/ledger-heads';

/** Whether a Terraform address of the foundation is that of the key that signs, its alias, or the log group of the heads. */
export function isLedgerGuard(address: string): boolean {
  return /^aws_(kms_key\.ledger_key|kms_alias\.ledger_alias|cloudwatch_log_group\.ledger_heads)_/.test(address);
}

/** Name of the key that signs the releases of an environment, behind `alias/`. */
export function ledgerKeyAlias(environment: Environment): string {
  return `${fullName(environment)}${LEDGER_KEY_SUFFIX}`;
}

/** What that key is for, as the console shows it. */
export function ledgerKeyDescription(environment: Environment): string {
  return `Signs the releases of ${fullName(environment)}`;
}

/** The log group that keeps the heads of the ledger: out of reach of whoever can only write the state bucket. */
export function ledgerHeadsGroup(environment: Environment): string {
  return `/${environment.platform}/${environment.id}${LEDGER_HEADS_SUFFIX}`;
}

/** All that a client needs to find the guard of the ledger. */
export function ledgerNames(environment: Environment): LedgerNames {
  return {
    environment: environment.id,
    alias: `alias/${ledgerKeyAlias(environment)}`,
    headsGroup: ledgerHeadsGroup(environment),
    keyWindowDays: STATE_KEY_WINDOW.toDays(),
  };
}
