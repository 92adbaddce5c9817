import { type Attributes, type Context, handler } from '../contract.js';
import { tagList } from '../tagging/tag-list.js';
import { callerReference } from './caller-reference.js';
import { fromDistributionConfig, toDistributionConfig } from './distribution-config.js';

/** Every alias record that points at a distribution names this zone. */
const CLOUDFRONT_ZONE = 'Z2FDTNDATAQYW2';

/** Arguments that are part of the configuration, which is sent as a whole. */
const CONFIGURATION = [
  ...['aliases', 'anycast_ip_list_id', 'cache_tag_config', 'comment', 'connection_function_association'],
  ...['continuous_deployment_policy_id', 'custom_error_response', 'default_cache_behavior', 'default_root_object'],
  ...['enabled', 'http_version', 'is_ipv6_enabled', 'logging_config', 'ordered_cache_behavior', 'origin'],
  ...['origin_group', 'price_class', 'restrictions', 'viewer_certificate', 'viewer_mtls_config', 'web_acl_id'],
];

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateDistribution.html */
export default handler({
  type: 'aws_cloudfront_distribution',
  service: 'cloudfront',
  created: { id: 'Distribution.Id', arn: 'Distribution.ARN' },
  key: { Id: '{id}' },
  create: [
    {
      call: 'CreateDistributionWithTags',
      send: 'none',
      input: (state) => ({
        DistributionConfigWithTags: {
          DistributionConfig: toDistributionConfig(state, callerReference()),
          Tags: { Items: tagList(state) },
        },
      }),
    },
    { run: deployed },
  ],
  read: {
    run: async ({ id }, { find }) => {
      const answer = await find('GetDistribution', { Id: id });
      if (!answer?.Distribution) return undefined;
      const { Distribution, ETag } = answer;
      return {
        ...fromDistributionConfig(Distribution.DistributionConfig),
        arn: Distribution.ARN,
        domain_name: Distribution.DomainName,
        etag: ETag,
        hosted_zone_id: CLOUDFRONT_ZONE,
        in_progress_validation_batches: Distribution.InProgressInvalidationBatches ?? 0,
        last_modified_time: String(Distribution.LastModifiedTime?.toISOString?.() ?? ''),
        status: Distribution.Status,
        trusted_key_groups: [],
        trusted_signers: [],
      };
    },
  },
  update: [
    {
      call: 'UpdateDistribution',
      send: 'none',
      when: CONFIGURATION,
      input: (state, { prior }) => ({
        IfMatch: prior.etag,
        DistributionConfig: toDistributionConfig(state, prior.caller_reference),
      }),
    },
    { when: CONFIGURATION, run: deployed },
  ],
  delete: { run: remove },
  defaults: {
    anycast_ip_list_id: '',
    comment: '',
    default_root_object: '',
    http_version: 'http2',
    is_ipv6_enabled: false,
    price_class: 'PriceClass_All',
    retain_on_delete: false,
    staging: false,
    wait_for_deployment: true,
    web_acl_id: '',
    ...behaviorDefaults('default_cache_behavior'),
    ...behaviorDefaults('ordered_cache_behavior'),
    'logging_config.include_cookies': false,
    'logging_config.prefix': '',
    'origin.connection_attempts': 3,
    'origin.connection_timeout': 10,
    'origin.custom_origin_config.origin_keepalive_timeout': 5,
    'origin.custom_origin_config.origin_read_timeout': 30,
    'origin.vpc_origin_config.origin_keepalive_timeout': 5,
    'origin.vpc_origin_config.origin_read_timeout': 30,
    'viewer_certificate.cloudfront_default_certificate': false,
    'viewer_certificate.minimum_protocol_version': 'TLSv1',
  },
  immutable: ['staging'],
  local: ['retain_on_delete', 'wait_for_deployment'],
  recomputed: {
    etag: CONFIGURATION,
    last_modified_time: CONFIGURATION,
    logging_v1_enabled: ['logging_config'],
    status: CONFIGURATION,
  },
});

function behaviorDefaults(block: string): Attributes {
  return {
    [`${block}.compress`]: false,
    [`${block}.min_ttl`]: 0,
    [`${block}.smooth_streaming`]: false,
    [`${block}.lambda_function_association.include_body`]: false,
  };
}

/** Waits until every edge location has the configuration. */
async function deployed({ id, wait_for_deployment }: Attributes, { call, poll }: Context): Promise<void> {
  if (!wait_for_deployment) return;
  await poll('to be deployed', async () => {
    const { Distribution } = await call('GetDistribution', { Id: id });
    return Distribution.Status === 'Deployed' ? true : undefined;
  });
}

/** CloudFront deletes only what is disabled, and that everywhere. */
async function remove({ id, retain_on_delete }: Attributes, context: Context): Promise<void> {
  const { call, find } = context;
  const current = await find('GetDistributionConfig', { Id: id });
  if (!current) return;
  let version = current.ETag;
  if (current.DistributionConfig.Enabled) {
    const DistributionConfig = { ...current.DistributionConfig, Enabled: false };
    version = (await call('UpdateDistribution', { Id: id, IfMatch: version, DistributionConfig })).ETag;
  }
  if (retain_on_delete) return;
  await deployed({ id, wait_for_deployment: true }, context);
  await call('DeleteDistribution', { Id: id, IfMatch: version });
}
