import type { PolicyStatement } from './policy-document.js';

/** Refuses every request to a bucket that isn't over TLS. */
export function tlsOnly(bucketArn: string): PolicyStatement {
  return {
    sid: 'TlsOnly',
    effect: 'Deny',
    principal: '*',
    actions: ['s3:*'],
    resources: [bucketArn, `${bucketArn}/*`],
    conditions: { Bool: { 'aws:SecureTransport': 'false' } },
  };
}
