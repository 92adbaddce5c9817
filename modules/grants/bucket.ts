import type { AwsLocation } from '../aws-location.js';
import type { PolicyStatement } from '../policy-document.js';
import { keyUse } from './key.js';
import { statementId } from './statement-id.js';

/** A bucket that somebody needs. */
export interface BucketTarget {
  readonly name: string;
  readonly arn: string;
  readonly keyArn: string;
}

/** `read`: list and fetch; `write`: put, replace and remove. */
export function bucketAccess(
  location: AwsLocation,
  target: BucketTarget,
  access: 'read' | 'write',
): readonly PolicyStatement[] {
  const objects = [`${target.arn}/*`];
  const use = (actions: readonly ('kms:Decrypt' | 'kms:GenerateDataKey')[]) =>
    keyUse(location, { name: `${access}-${target.name}`, keyArn: target.keyArn, through: 's3', actions });
  if (access === 'read') {
    return [
      { sid: statementId('list', target.name), actions: ['s3:ListBucket'], resources: [target.arn] },
      {
        sid: statementId('read', target.name),
        actions: ['s3:GetObject', 's3:GetObjectVersion', 's3:GetObjectTagging'],
        resources: objects,
      },
      use(['kms:Decrypt']),
    ];
  }
  return [
    {
      sid: statementId('write', target.name),
      actions: [
        's3:PutObject',
        's3:PutObjectTagging',
        's3:DeleteObject',
        's3:AbortMultipartUpload',
        's3:ListMultipartUploadParts',
      ],
      resources: objects,
    },
    // S3 decrypts the parts of a large object when it joins them.
    use(['kms:GenerateDataKey', 'kms:Decrypt']),
  ];
}
