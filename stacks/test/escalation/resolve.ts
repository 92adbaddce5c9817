import type { Environment } from '../../../environments/model/index.js';

/** What stands for a thing that is known only once it is made, by what its reference says; the first that fits. */
const SHAPES: readonly (readonly [RegExp, (names: Names) => string])[] = [
  [/master_user_secret/, ({ account, region }) => `arn:aws:secretsmanager:${region}:${account}:secret:rds!db-1`],
  [/resource_id|aws_db_proxy/, () => 'db-OURS'],
  [/aws_kms_key/, ({ account, region }) => `arn:aws:kms:${region}:${account}:key/ours-11111111`],
  [/aws_s3_bucket/, ({ prefix }) => `arn:aws:s3:::${prefix}bucket`],
  [/aws_sqs_queue/, ({ account, region, prefix }) => `arn:aws:sqs:${region}:${account}:${prefix}queue`],
  [/aws_sns_topic/, ({ account, region, prefix }) => `arn:aws:sns:${region}:${account}:${prefix}topic`],
  [
    /secretsmanager_secret/,
    ({ account, region, path }) => `arn:aws:secretsmanager:${region}:${account}:secret:${path}x`,
  ],
  [/log_group/, ({ account, region, prefix }) => `arn:aws:logs:${region}:${account}:log-group:/aws/lambda/${prefix}x`],
  [
    /replication_group/,
    ({ account, region, prefix }) => `arn:aws:elasticache:${region}:${account}:replicationgroup:${prefix}x`,
  ],
  [/elasticache_user/, ({ account, region, prefix }) => `arn:aws:elasticache:${region}:${account}:user:${prefix}x`],
  [/aws_iam_role/, ({ account, prefix }) => `arn:aws:iam::${account}:role/${prefix}nodes`],
  [/aws_vpc/, () => 'vpc-ours'],
  [/zone_?id/, () => 'ZOURS'],
];

interface Names {
  readonly account: string;
  readonly region: string;
  readonly prefix: string;
  readonly path: string;
}

/** A synthesized policy with an example of ours for each reference to another resource. */
export function resolved(environment: Environment, policy: string): string {
  const { platform, id, aws } = environment;
  const names = {
    account: aws.accountId,
    region: aws.region,
    prefix: `${platform}-${id}-`,
    path: `/${platform}/${id}/`,
  };
  return policy.replace(/(?<!\$)\$\{([^}]*)\}/g, (_, reference: string) => {
    const shape = SHAPES.find(([pattern]) => pattern.test(reference));
    return shape ? shape[1](names) : 'ours';
  });
}
