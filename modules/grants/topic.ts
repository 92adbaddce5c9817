import type { AwsLocation } from '../aws-location.js';
import type { PolicyStatement } from '../policy-document.js';
import { keyUse } from './key.js';
import { statementId } from './statement-id.js';

/** A topic that somebody needs. */
export interface TopicTarget {
  readonly name: string;
  readonly arn: string;
  readonly keyArn: string;
}

/** Publishing to one topic. */
export function topicAccess(location: AwsLocation, target: TopicTarget): readonly PolicyStatement[] {
  return [
    { sid: statementId('publish', target.name), actions: ['sns:Publish'], resources: [target.arn] },
    keyUse(location, {
      name: `publish-${target.name}`,
      keyArn: target.keyArn,
      through: 'sns',
      actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
    }),
  ];
}
