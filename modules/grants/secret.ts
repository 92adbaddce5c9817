import type { AwsLocation } from '../aws-location.js';
import type { PolicyStatement } from '../policy-document.js';
import { keyUse } from './key.js';
import { statementId } from './statement-id.js';

/** A Secrets Manager entry that somebody needs. */
export interface SecretTarget {
  readonly name: string;
  readonly arn: string;
  readonly keyArn: string;
}

/** Reading the value of one secret. */
export function secretAccess(location: AwsLocation, target: SecretTarget): readonly PolicyStatement[] {
  return [
    {
      sid: statementId('secret', target.name),
      actions: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'],
      resources: [target.arn],
    },
    keyUse(location, {
      name: target.name,
      keyArn: target.keyArn,
      through: 'secretsmanager',
      actions: ['kms:Decrypt'],
    }),
  ];
}
