import { KmsAlias } from '@cdktn/provider-aws/lib/kms-alias/index.js';
import { KmsKey } from '@cdktn/provider-aws/lib/kms-key/index.js';
import { Construct } from 'constructs';
import type { AwsLocation } from './aws-location.js';
import { accountDecides } from './key-grants.js';
import { type PolicyStatement, policyDocument } from './policy-document.js';
import { BacklotError } from './values/backlot-error.js';
import type { Duration } from './values/duration.js';

/** What an {@link EncryptionKey} is made from. */
export interface EncryptionKeyProps {
  /** Name behind `alias/`. */
  readonly alias: string;
  /** What the key protects; shown in the console. */
  readonly description: string;
  readonly location: AwsLocation;
  /** 7 to 30 days. */
  readonly deletionWindow: Duration;
  /** Statements beside the one that lets IAM of the account decide; see `key-grants.ts`. @default none */
  readonly grants?: readonly PolicyStatement[];
  /** Region of the key when it is not the provider's. @default the provider's */
  readonly region?: string;
}

/**
 * A symmetric KMS key with yearly rotation, an alias and a policy of named grants.
 *
 * @throws BacklotError `InvalidDeletionWindow` when the window is outside KMS's 7 to 30 days.
 */
export class EncryptionKey extends Construct {
  readonly arn: string;
  readonly keyId: string;
  readonly aliasName: string;

  constructor(scope: Construct, id: string, props: EncryptionKeyProps) {
    super(scope, id);
    const days = props.deletionWindow.toDays();
    if (days < 7 || days > 30) {
      throw new BacklotError({
        code: 'InvalidDeletionWindow',
        message: `key '${props.alias}': the deletion window must be 7d to 30d, not ${props.deletionWindow}`,
        exitCode: 3,
      });
    }
    const key = new KmsKey(this, 'Default', {
      description: props.description,
      enableKeyRotation: true,
      deletionWindowInDays: days,
      policy: policyDocument([accountDecides(props.location), ...(props.grants ?? [])]),
      region: props.region,
    });
    this.aliasName = `alias/${props.alias}`;
    new KmsAlias(this, 'alias', { name: this.aliasName, targetKeyId: key.keyId, region: props.region });
    this.arn = key.arn;
    this.keyId = key.keyId;
  }
}
