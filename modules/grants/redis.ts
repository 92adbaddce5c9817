import type { PolicyStatement } from '../policy-document.js';
import { statementId } from './statement-id.js';

/** A cache that somebody needs. */
export interface RedisTarget {
  readonly name: string;
  /** ARN of the replication group. */
  readonly arn: string;
}

/**
 * Logging in to a cache with IAM, as one cache user.
 * https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth-iam.html
 */
export function redisAccess(target: RedisTarget, userArn: string): readonly PolicyStatement[] {
  return [
    {
      sid: statementId('connect', target.name),
      actions: ['elasticache:Connect'],
      resources: [target.arn, userArn],
    },
  ];
}
