import { createPublicKey, verify } from 'node:crypto';
import type { PublicHalf, SigningKey } from '../../adapters/aws/index.js';
import { openText, type RecordSignature, type SignedText, signedMessage } from './sealed-record.js';

/** Has KMS sign a record that will be kept under a key of the bucket. @throws as {@link SigningKey.sign} */
export async function signRecord(
  signer: SigningKey,
  { arn }: PublicHalf,
  objectKey: string,
  record: object,
): Promise<RecordSignature> {
  const value = await signer.sign(arn, signedMessage(objectKey, openText(record)));
  return { key: arn, algorithm: 'ECDSA_SHA_256', value };
}

/** Whether the private half of a public key made a signature, for what is kept under exactly this key of the bucket. */
export function isSignedBy(publicKey: string, objectKey: string, { text, signature }: SignedText): boolean {
  if (signature.algorithm !== 'ECDSA_SHA_256') return false;
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
    return verify('sha256', signedMessage(objectKey, text), key, Buffer.from(signature.value, 'base64'));
  } catch {
    // What is no key, or no signature, was made by somebody else.
    return false;
  }
}
