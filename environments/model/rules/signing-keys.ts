import { createPublicKey } from 'node:crypto';
import type { Rule } from './rule.js';

const RSA_BITS = 2048;

/**
 * Signing keys can be read and are of a kind that CloudFront verifies with: RSA of 2048 bits, or ECDSA P-256.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-trusted-signers.html
 */
export const signingKeys: Rule = ({ media }) =>
  Object.entries(media?.cdn?.signingKeys ?? {}).flatMap(([name, pem]) => {
    const message = keyProblem(pem);
    const hint = 'make a pair with openssl genrsa 2048, and its public part with openssl rsa -pubout';
    return message ? [{ path: ['media', 'cdn', 'signingKeys', name], message, hint }] : [];
  });

function keyProblem(pem: string): string | undefined {
  let key: ReturnType<typeof createPublicKey>;
  try {
    key = createPublicKey(pem);
  } catch {
    // Whatever OpenSSL says about the bytes, for people it is one thing.
    return 'is not a public key: its content cannot be read';
  }
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === 'rsa' && modulusLength === RSA_BITS) return undefined;
  if (key.asymmetricKeyType === 'ec' && namedCurve === 'prime256v1') return undefined;
  const kind = modulusLength ? `RSA with ${modulusLength} bits` : (namedCurve ?? key.asymmetricKeyType);
  return `is ${kind}; CloudFront takes RSA with ${RSA_BITS} bits or ECDSA P-256`;
}
