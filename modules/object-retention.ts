import type { PolicyStatement } from './policy-document.js';

/**
 * Which objects of a bucket are kept from being deleted or changed, and for how long: under the Object Lock of S3, each for
 * itself. There is no default for the bucket, as locks and states in it must go.
 *
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
 */
export interface ObjectRetention {
  readonly mode: 'GOVERNANCE' | 'COMPLIANCE';
  /** Counted from when an object is written. */
  readonly days: number;
  /** Folders of the bucket, without a slash at the end. */
  readonly folders: readonly string[];
}

/**
 * Rights of a role that writes such objects: it may keep them for as long as is asked for, in that mode, and nothing else at all.
 * A retention of a hundred years on a state would be one's own bucket held to ransom. A day more or less is for clocks.
 *
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html
 */
export function retainStatements(bucketArn: string, { mode, days, folders }: ObjectRetention): PolicyStatement[] {
  const objects = folders.map((folder) => `${bucketArn}/${folder}/*`);
  const actions = ['s3:PutObjectRetention'];
  const denied = { effect: 'Deny' as const, actions };
  const remaining = 's3:object-lock-remaining-retention-days';
  return [
    { sid: 'RetainRecords', actions, resources: objects },
    { ...denied, sid: 'RetainNothingElse', notResources: objects },
    {
      ...denied,
      sid: 'RetainInMode',
      resources: objects,
      conditions: { StringNotEquals: { 's3:object-lock-mode': mode } },
    },
    {
      ...denied,
      sid: 'RetainNoLonger',
      resources: objects,
      conditions: { NumericGreaterThan: { [remaining]: String(days + 1) } },
    },
    {
      ...denied,
      sid: 'RetainNoShorter',
      resources: objects,
      conditions: { NumericLessThan: { [remaining]: String(days - 1) } },
    },
    { ...denied, sid: 'HoldNothing', actions: ['s3:PutObjectLegalHold'], resources: [`${bucketArn}/*`] },
  ];
}
