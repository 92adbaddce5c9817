import { CloudwatchLogGroup } from '@cdktn/provider-aws/lib/cloudwatch-log-group/index.js';
import { KmsAlias } from '@cdktn/provider-aws/lib/kms-alias/index.js';
import { KmsKey } from '@cdktn/provider-aws/lib/kms-key/index.js';
import { Construct } from 'constructs';
import type { AwsLocation } from './aws-location.js';
import { accountDecides } from './key-grants.js';
import { type LedgerRoles, ledgerKeyDenials } from './ledger-access.js';
import { policyDocument } from './policy-document.js';
import { STATE_KEY_WINDOW } from './state-retention.js';

/** What a {@link LedgerGuard} is made from. */
export interface LedgerGuardProps {
  /** Name of the key behind `alias/`. */
  readonly alias: string;
  /** What the key is for; shown in the console. */
  readonly description: string;
  /** Name of the log group that keeps the heads. */
  readonly headsGroup: string;
  readonly location: AwsLocation;
  readonly roles: LedgerRoles;
}

/**
 * What keeps the ledger of releases from being forged by whoever can write the state bucket: a key whose private half never
 * leaves KMS, and a log group, in which lines can be added and none be taken back, that says how far the ledger has come.
 *
 * Both outlive the stack, as the ledger does: no apply may delete them.
 */
export class LedgerGuard extends Construct {
  readonly keyArn: string;

  constructor(scope: Construct, id: string, props: LedgerGuardProps) {
    super(scope, id);
    const { alias, description, headsGroup, location, roles } = props;
    const key = new KmsKey(this, 'key', {
      description,
      customerMasterKeySpec: 'ECC_NIST_P256',
      keyUsage: 'SIGN_VERIFY',
      deletionWindowInDays: STATE_KEY_WINDOW.toDays(),
      policy: policyDocument([accountDecides(location), ...ledgerKeyDenials(roles)]),
      // An import does not bring what only Terraform knows; it would show as a change.
      lifecycle: {
        preventDestroy: true,
        ignoreChanges: ['deletion_window_in_days', 'bypass_policy_lockout_safety_check'],
      },
    });
    new KmsAlias(this, 'alias', { name: `alias/${alias}`, targetKeyId: key.keyId });
    // Hashes and public keys: nothing to hide, and no other key may be able to make it unreadable. Kept for good.
    new CloudwatchLogGroup(this, 'heads', {
      name: headsGroup,
      lifecycle: { preventDestroy: true, ignoreChanges: ['skip_destroy'] },
    });
    this.keyArn = key.arn;
  }
}
