import type { PolicyStatement } from './policy-document.js';

/**
 * Lets nobody write over an object below these folders: a write must say that there is none yet.
 *
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
 */
export function writeOnce(bucketArn: string, folders: readonly string[]): PolicyStatement {
  return {
    sid: 'WriteOnce',
    effect: 'Deny',
    principal: '*',
    actions: ['s3:PutObject'],
    resources: folders.map((folder) => `${bucketArn}/${folder}/*`),
    // Parts of a large upload carry no such header; what puts them together does.
    conditions: { Null: { 's3:if-none-match': 'true' }, Bool: { 's3:ObjectCreationOperation': 'true' } },
  };
}
