import type { Attribute, Block, Schema, TerraformType } from './schema.js';

/**
 * Schema of the `provider "aws"` block: the arguments of hashicorp/aws that stacks may set. Its blocks are lists, as
 * there. What points at an account or an address (`endpoints`, `profile`, `assume_role`, keys) is accepted, so that the
 * same configuration works on both sides, and has no effect: the emulator is the only place that requests can go.
 */
export function providerSchema(): Schema {
  return {
    version: 0,
    block: {
      attributes: {
        ...strings(
          'region',
          'profile',
          'access_key',
          'secret_key',
          'token',
          'retry_mode',
          'custom_ca_bundle',
          'http_proxy',
          'https_proxy',
          'no_proxy',
          'ec2_metadata_service_endpoint',
          'ec2_metadata_service_endpoint_mode',
          's3_us_east_1_regional_endpoint',
          'sts_region',
        ),
        ...booleans(
          'insecure',
          's3_use_path_style',
          'skip_credentials_validation',
          'skip_metadata_api_check',
          'skip_region_validation',
          'skip_requesting_account_id',
          'use_dualstack_endpoint',
          'use_fips_endpoint',
        ),
        max_retries: optional('number'),
        token_bucket_rate_limiter_capacity: optional('number'),
        allowed_account_ids: optional(['set', 'string']),
        forbidden_account_ids: optional(['set', 'string']),
        shared_config_files: optional(['list', 'string']),
        shared_credentials_files: optional(['list', 'string']),
        tag_policy_compliance: optional('string'),
      },
      blocks: {
        default_tags: { nesting: 'list', block: attributesOnly({ tags: optional(['map', 'string']) }) },
        ignore_tags: {
          nesting: 'list',
          block: attributesOnly({ keys: optional(['set', 'string']), key_prefixes: optional(['set', 'string']) }),
          maxItems: 1,
        },
        assume_role: { nesting: 'list', block: assumeRole() },
        assume_role_with_web_identity: {
          nesting: 'list',
          block: attributesOnly({
            ...strings(
              'duration',
              'policy',
              'role_arn',
              'session_name',
              'web_identity_token',
              'web_identity_token_file',
            ),
            policy_arns: optional(['set', 'string']),
          }),
          maxItems: 1,
        },
        endpoints: { nesting: 'set', block: attributesOnly(strings(...ENDPOINTS)) },
      },
    },
  };
}

const ENDPOINTS = [
  ...[
    'acm',
    'apigateway',
    'apigatewayv2',
    'autoscaling',
    'backup',
    'budgets',
    'cloudfront',
    'cloudtrail',
    'cloudwatch',
  ],
  ...['dynamodb', 'ec2', 'ecr', 'ecs', 'eks', 'elasticache', 'elbv2', 'eventbridge', 'events', 'iam', 'kms', 'lambda'],
  ...['logs', 'rds', 'route53', 's3', 'secretsmanager', 'sns', 'sqs', 'ssm', 'sts', 'wafv2'],
];

function assumeRole(): Block {
  return attributesOnly({
    ...strings('duration', 'external_id', 'policy', 'role_arn', 'session_name', 'source_identity'),
    policy_arns: optional(['set', 'string']),
    tags: optional(['map', 'string']),
    transitive_tag_keys: optional(['set', 'string']),
  });
}

function optional(type: TerraformType): Attribute {
  return { type, optional: true };
}

function strings(...names: readonly string[]): { [name: string]: Attribute } {
  return Object.fromEntries(names.map((name) => [name, optional('string')]));
}

function booleans(...names: readonly string[]): { [name: string]: Attribute } {
  return Object.fromEntries(names.map((name) => [name, optional('bool')]));
}

function attributesOnly(attributes: { [name: string]: Attribute }): Block {
  return { attributes, blocks: {} };
}
