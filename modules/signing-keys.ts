import { CloudfrontKeyGroup } from '@cdktn/provider-aws/lib/cloudfront-key-group/index.js';
import { CloudfrontPublicKey } from '@cdktn/provider-aws/lib/cloudfront-public-key/index.js';
import { Construct } from 'constructs';
import { BacklotError } from './values/backlot-error.js';

/** What {@link SigningKeys} are made from. */
export interface SigningKeysProps {
  readonly name: string;
  /** Public keys in PEM form, by name. Two at once let a key be rotated without a gap. */
  readonly publicKeys: Readonly<Record<string, string>>;
}

/**
 * The public keys that verify signed URLs and cookies, as one trusted key group. Private keys stay with the signer.
 *
 * @throws BacklotError `SigningKeyMissing` when there is no key.
 */
export class SigningKeys extends Construct {
  readonly keyGroupId: string;
  /** What a signer puts into `Key-Pair-Id`, by name. */
  readonly publicKeyIds: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, props: SigningKeysProps) {
    super(scope, id);
    const entries = Object.entries(props.publicKeys);
    if (entries.length === 0) {
      throw new BacklotError({
        code: 'SigningKeyMissing',
        message: `key group '${props.name}' has no public key: signed paths need one under media.cdn.signingKeys`,
        exitCode: 3,
      });
    }
    const keys = entries.map(([name, pem]) => {
      const key = new CloudfrontPublicKey(this, name, {
        name: `${props.name}-${name}`,
        comment: `Verifies what '${name}' signed`,
        // CloudFront stores it with a closing newline; without one every plan would replace the key.
        encodedKey: `${pem.trim()}\n`,
      });
      return [name, key.id] as const;
    });
    this.publicKeyIds = Object.fromEntries(keys);
    this.keyGroupId = new CloudfrontKeyGroup(this, 'Default', {
      name: props.name,
      comment: 'Signers that are trusted',
      items: keys.map(([, keyId]) => keyId),
    }).id;
  }
}
