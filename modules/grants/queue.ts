import type { AwsLocation } from '../aws-location.js';
import type { PolicyStatement } from '../policy-document.js';
import { keyUse } from './key.js';
import { statementId } from './statement-id.js';

/** A queue that somebody needs. */
export interface QueueTarget {
  readonly name: string;
  readonly arn: string;
  readonly keyArn: string;
}

/** `consume`: receive, extend and delete; `publish`: send. */
export function queueAccess(
  location: AwsLocation,
  target: QueueTarget,
  access: 'consume' | 'publish',
): readonly PolicyStatement[] {
  const resources = [target.arn];
  const address = ['sqs:GetQueueAttributes', 'sqs:GetQueueUrl'];
  const actions =
    access === 'consume'
      ? ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility', ...address]
      : ['sqs:SendMessage', ...address];
  return [
    { sid: statementId(access, target.name), actions, resources },
    keyUse(location, {
      name: `${access}-${target.name}`,
      keyArn: target.keyArn,
      through: 'sqs',
      actions: access === 'consume' ? ['kms:Decrypt'] : ['kms:GenerateDataKey', 'kms:Decrypt'],
    }),
  ];
}
