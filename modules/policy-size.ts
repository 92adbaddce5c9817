import { Tokenization } from 'cdktn';
import { type PolicyStatement, policyDocument } from './policy-document.js';
import { BacklotError } from './values/backlot-error.js';

/**
 * Characters that IAM stores, without white space: of all inline policies of a role together, of one managed policy, of who may
 * take a role; and how many managed policies a role has. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const IAM_LIMITS = { inline: 10_240, managed: 6_144, trust: 2_048, managedPerRole: 10 } as const;

/** Usual lengths of what is known only once it is made, by the type of the resource. */
const USUAL_LENGTHS: Readonly<Record<string, number>> = {
  aws_db_instance: 29,
  aws_db_proxy: 29,
  aws_kms_key: 76,
  aws_s3_bucket: 65,
  aws_secretsmanager_secret: 100,
  aws_sns_topic: 80,
  aws_sqs_queue: 80,
};

const USUAL_LENGTH = 90;

/** Characters of a policy as IAM counts them, about: names that come from other resources have their usual length. */
export function policySize(policy: string): number {
  return Tokenization.reverseString(policy).tokens.reduce((size, token) => {
    const { identifier = '' } = token as { identifier?: string };
    return size - String(token).length + (USUAL_LENGTHS[identifier.split('.')[0] ?? ''] ?? USUAL_LENGTH);
  }, policy.replace(/\s/g, '').length);
}

/** Shares statements out to as few policies as hold them, in their order; a policy of one statement may be larger than `limit`. */
export function splitPolicies(statements: readonly PolicyStatement[], limit: number): PolicyStatement[][] {
  const parts: PolicyStatement[][] = [];
  for (const statement of statements) {
    const last = parts.at(-1);
    if (last && policySize(policyDocument([...last, statement])) <= limit) last.push(statement);
    else parts.push([statement]);
  }
  return parts;
}

/**
 * JSON of a managed policy whose text is known altogether.
 *
 * @throws BacklotError `PolicyTooLong` when IAM would not store it.
 */
export function boundedPolicy(name: string, statements: readonly PolicyStatement[]): string {
  const policy = policyDocument(statements);
  const size = policySize(policy);
  if (size > IAM_LIMITS.managed) {
    throw new BacklotError({
      code: 'PolicyTooLong',
      source: 'platform',
      message: `policy '${name}' has ${size} characters, IAM stores ${IAM_LIMITS.managed}: shorter names of platform and environment, or fewer zones and neighbours, take less`,
    });
  }
  return policy;
}
