import { afterAll, beforeAll, describe, expect, jest } from '@jest/globals';
import { TestCloud } from '../../harness.js';
import { describeLife } from '../../life.js';

jest.setTimeout(120_000);

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await TestCloud.start();
});
afterAll(async () => cloud.close());

/** Where web ACLs of CloudFront are, whatever the provider's region is. */
const HOME = 'us-east-1';

const visibility = { cloudwatch_metrics_enabled: true, metric_name: 'metric', sampled_requests_enabled: true };

const rateLimit = (limit: number) =>
  JSON.stringify([
    {
      Name: 'rate-limit',
      Priority: 0,
      Action: { Block: {} },
      Statement: { RateBasedStatement: { Limit: limit, EvaluationWindowSec: 300, AggregateKeyType: 'IP' } },
      VisibilityConfig: { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: 'rate' },
    },
  ]);

const foreign = (countries: readonly string[]) => ({
  name: 'foreign',
  priority: 1,
  action: { block: {} },
  statement: {
    and_statement: {
      statement: [
        { geo_match_statement: { country_codes: countries } },
        {
          not_statement: {
            statement: {
              byte_match_statement: {
                positional_constraint: 'STARTS_WITH',
                search_string: '/health',
                field_to_match: { uri_path: {} },
                text_transformation: [{ priority: 0, type: 'NONE' }],
              },
            },
          },
        },
      ],
    },
  },
  visibility_config: visibility,
});

const managed = {
  name: 'managed',
  priority: 2,
  override_action: { none: {} },
  statement: { managed_rule_group_statement: { vendor_name: 'AWS', name: 'AWSManagedRulesCommonRuleSet' } },
  visibility_config: visibility,
};

const cdn = {
  name: 'cdn',
  description: 'In front of the CDN',
  region: HOME,
  scope: 'CLOUDFRONT',
  default_action: { allow: {} },
  rule_json: rateLimit(2000),
  visibility_config: visibility,
  tags: { team: 'media', stage: 'one' },
};

const api = {
  name: 'api',
  scope: 'REGIONAL',
  default_action: { block: {} },
  rule: [foreign(['NL']), managed],
  token_domains: ['backlot.example'],
  visibility_config: visibility,
};

const logging = {
  region: HOME,
  resource_arn: '${aws_wafv2_web_acl.cdn.arn}',
  log_destination_configs: ['arn:aws:logs:us-east-1:210987654321:log-group:aws-waf-logs-cdn'],
  redacted_fields: [{ single_header: { name: 'cookie' } }],
  logging_filter: {
    default_behavior: 'DROP',
    filter: [{ behavior: 'KEEP', requirement: 'MEETS_ANY', condition: [{ action_condition: { action: 'BLOCK' } }] }],
  },
};

const describeAcl = async (name: string) => {
  const { id: Id, scope: Scope, region } = await cloud.attributes(`aws_wafv2_web_acl.${name}`);
  return cloud.call('wafv2', 'GetWebACL', { Id, Name: name, Scope }, region);
};

const meddleWith = async (name: string, changes: object) => {
  const { WebACL, LockToken } = await describeAcl(name);
  const { region, scope: Scope } = await cloud.attributes(`aws_wafv2_web_acl.${name}`);
  const { Id, DefaultAction, Rules, VisibilityConfig } = WebACL;
  const input = { Id, Name: name, Scope, LockToken, DefaultAction, Rules, VisibilityConfig, ...changes };
  await cloud.call('wafv2', 'UpdateWebACL', input, region);
};

describe('web ACLs', () => {
  describeLife({
    cloud: () => cloud,
    resources: {
      aws_wafv2_web_acl: { cdn, api },
      aws_wafv2_web_acl_logging_configuration: { cdn: logging },
    },
    created: async () => {
      const { arn, id, lock_token } = await cloud.attributes('aws_wafv2_web_acl.cdn');
      expect(arn).toBe(`arn:aws:wafv2:us-east-1:${cloud.account}:global/webacl/cdn/${id}`);
      const described = await describeAcl('cdn');
      expect(described.LockToken).toBe(lock_token);
      expect(described.WebACL).toMatchObject({ DefaultAction: { Allow: {} }, Rules: JSON.parse(rateLimit(2000)) });
      const { WebACL } = await describeAcl('api');
      expect(WebACL.DefaultAction).toEqual({ Block: {} });
      expect(WebACL.Rules).toHaveLength(2);
    },
    changed: {
      aws_wafv2_web_acl: {
        cdn: { ...cdn, description: 'Before the CDN', rule_json: rateLimit(3000), tags: { team: 'web' } },
        api: {
          ...api,
          default_action: { block: { custom_response: { response_code: 404 } } },
          rule: [foreign(['NL', 'DE']), managed],
        },
      },
      aws_wafv2_web_acl_logging_configuration: {
        cdn: { ...logging, logging_filter: { ...logging.logging_filter, default_behavior: 'KEEP' } },
      },
    },
    changes: [
      'update aws_wafv2_web_acl.api',
      'update aws_wafv2_web_acl.cdn',
      'update aws_wafv2_web_acl_logging_configuration.cdn',
    ],
    updated: async () => {
      const { WebACL } = await describeAcl('cdn');
      expect(WebACL.Rules).toEqual(JSON.parse(rateLimit(3000)));
      const { TagInfoForResource } = await cloud.call(
        'wafv2',
        'ListTagsForResource',
        { ResourceARN: WebACL.ARN },
        HOME,
      );
      expect(TagInfoForResource.TagList).toEqual(
        expect.arrayContaining([
          { Key: 'owner', Value: 'test' },
          { Key: 'team', Value: 'web' },
        ]),
      );
      expect(TagInfoForResource.TagList).toHaveLength(2);
    },
    meddle: async () => {
      await meddleWith('cdn', { Rules: [] });
      await meddleWith('api', { DefaultAction: { Allow: {} } });
    },
    drift: {
      'aws_wafv2_web_acl.cdn': ['capacity', 'lock_token', 'rule_json'],
      'aws_wafv2_web_acl.api': ['default_action', 'lock_token'],
    },
    imports: async () => {
      const ids: Record<string, string> = {};
      for (const name of ['api', 'cdn']) {
        const { id, scope } = await cloud.attributes(`aws_wafv2_web_acl.${name}`);
        ids[`aws_wafv2_web_acl.${name}`] = `${id}/${name}/${scope}${name === 'cdn' ? `@${HOME}` : ''}`;
      }
      return ids;
    },
    unknownToImport: {
      'aws_wafv2_web_acl.api': ['lock_token', 'token_domains'],
      'aws_wafv2_web_acl.cdn': ['capacity', 'description', 'lock_token', 'rule', 'rule_json'],
    },
    destroyed: async () => {
      const { WebACLs } = await cloud.call('wafv2', 'ListWebACLs', { Scope: 'CLOUDFRONT' }, HOME);
      expect(WebACLs).toEqual([]);
    },
  });
});
