import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { TestCloud } from '../../harness.js';
import { describeLife } from '../../life.js';
import { distribution, plainDistribution } from './distribution-fixture.js';

jest.setTimeout(120_000);

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await TestCloud.start();
});
afterAll(async () => cloud.close());

const pem = (text: string) => `-----BEGIN PUBLIC KEY-----\n${text}\n-----END PUBLIC KEY-----\n`;

const policies = {
  aws_cloudfront_cache_policy: {
    media: {
      name: 'media',
      comment: 'Segments',
      min_ttl: 1,
      parameters_in_cache_key_and_forwarded_to_origin: {
        enable_accept_encoding_gzip: true,
        cookies_config: { cookie_behavior: 'none' },
        headers_config: { header_behavior: 'whitelist', headers: { items: ['Origin', 'Accept'] } },
        query_strings_config: { query_string_behavior: 'whitelist', query_strings: { items: ['v', 'a'] } },
      },
    },
  },
  aws_cloudfront_response_headers_policy: {
    security: {
      name: 'security',
      cors_config: {
        access_control_allow_credentials: false,
        access_control_allow_headers: { items: ['*'] },
        access_control_allow_methods: { items: ['GET', 'HEAD'] },
        access_control_allow_origins: { items: ['https://player.example'] },
        origin_override: true,
      },
      custom_headers_config: { items: [{ header: 'X-Served-By', value: 'cdn', override: true }] },
      remove_headers_config: { items: [{ header: 'Server' }] },
      security_headers_config: {
        content_type_options: { override: true },
        strict_transport_security: { access_control_max_age_sec: 300, override: true },
      },
      server_timing_headers_config: { enabled: true, sampling_rate: 50 },
    },
  },
  aws_cloudfront_origin_access_control: {
    site: {
      name: 'site',
      origin_access_control_origin_type: 's3',
      signing_behavior: 'always',
      signing_protocol: 'sigv4',
    },
  },
};

const resources = {
  ...policies,
  aws_cloudfront_public_key: {
    old: { name: 'old', comment: 'Last year', encoded_key: pem('abc') },
    new: { name_prefix: 'new-', encoded_key: pem('abd') },
  },
  aws_cloudfront_key_group: { signers: { name: 'signers', items: ['${aws_cloudfront_public_key.old.id}'] } },
  aws_cloudfront_function: {
    routing: {
      name: 'routing',
      runtime: 'cloudfront-js-2.0',
      code: 'function handler(event) { return event.request; }\n',
      tags: { team: 'media', stage: 'one' },
    },
  },
  aws_cloudfront_distribution: { cdn: distribution() },
};

describe('the CDN', () => {
  describeLife({
    cloud: () => cloud,
    resources,
    created: async () => {
      const { id, ...attributes } = await cloud.attributes('aws_cloudfront_distribution.cdn');
      expect(attributes).toMatchObject({
        arn: `arn:aws:cloudfront::${cloud.account}:distribution/${id}`,
        hosted_zone_id: 'Z2FDTNDATAQYW2',
        status: 'Deployed',
        tags_all: { owner: 'test', team: 'media' },
      });
      const { Distribution } = await cloud.call('cloudfront', 'GetDistribution', { Id: id });
      expect(Distribution.DistributionConfig).toMatchObject({
        Aliases: { Quantity: 2 },
        CacheBehaviors: { Quantity: 2 },
        Logging: { Enabled: true, Bucket: 'logs.s3.amazonaws.com', Prefix: 'cdn/' },
        Origins: { Quantity: 2 },
        Restrictions: { GeoRestriction: { RestrictionType: 'none', Quantity: 0 } },
        ViewerCertificate: { MinimumProtocolVersion: 'TLSv1.2_2021', SSLSupportMethod: 'sni-only' },
      });
    },
    changed: {
      aws_cloudfront_cache_policy: { media: { ...policies.aws_cloudfront_cache_policy.media, max_ttl: 86_400 } },
      aws_cloudfront_response_headers_policy: {
        security: { ...policies.aws_cloudfront_response_headers_policy.security, remove_headers_config: undefined },
      },
      aws_cloudfront_origin_access_control: {
        site: { ...policies.aws_cloudfront_origin_access_control.site, description: 'Signs' },
      },
      aws_cloudfront_public_key: {
        old: { ...resources.aws_cloudfront_public_key.old, comment: 'Retires' },
        new: resources.aws_cloudfront_public_key.new,
      },
      aws_cloudfront_key_group: {
        signers: {
          name: 'signers',
          items: ['${aws_cloudfront_public_key.new.id}', '${aws_cloudfront_public_key.old.id}'],
        },
      },
      aws_cloudfront_function: {
        routing: {
          ...resources.aws_cloudfront_function.routing,
          code: 'function handler(event) { return event.response; } // é\n',
          tags: { team: 'web' },
        },
      },
      aws_cloudfront_distribution: {
        cdn: distribution({
          aliases: null,
          custom_error_response: [{ error_code: 404, error_caching_min_ttl: 20 }],
          logging_config: undefined,
          restrictions: { geo_restriction: { restriction_type: 'blacklist', locations: ['RU', 'KP'] } },
          viewer_certificate: { cloudfront_default_certificate: true },
          tags: { team: 'web' },
        }),
      },
    },
    changes: [
      'update aws_cloudfront_cache_policy.media',
      'update aws_cloudfront_distribution.cdn',
      'update aws_cloudfront_function.routing',
      'update aws_cloudfront_key_group.signers',
      'update aws_cloudfront_origin_access_control.site',
      'update aws_cloudfront_public_key.old',
      'update aws_cloudfront_response_headers_policy.security',
    ],
    updated: async () => {
      const live = await cloud.call('cloudfront', 'GetFunction', { Name: 'routing', Stage: 'LIVE' });
      expect(Buffer.from(live.FunctionCode).toString()).toContain('event.response');
      const { arn } = await cloud.attributes('aws_cloudfront_distribution.cdn');
      const { Tags } = await cloud.call('cloudfront', 'ListTagsForResource', { Resource: arn });
      expect(
        Object.fromEntries(Tags.Items.map(({ Key, Value }: { Key: string; Value: string }) => [Key, Value])),
      ).toEqual({
        owner: 'test',
        team: 'web',
      });
    },
    meddle: async () => {
      const meddleWith = async (noun: string, address: string, member: string, value: unknown) => {
        const { id: Id } = await cloud.attributes(address);
        const { ETag, [`${noun}Config`]: config } = await cloud.call('cloudfront', `Get${noun}Config`, { Id });
        await cloud.call('cloudfront', `Update${noun}`, {
          Id,
          IfMatch: ETag,
          [`${noun}Config`]: { ...config, [member]: value },
        });
      };
      await meddleWith('CachePolicy', 'aws_cloudfront_cache_policy.media', 'MinTTL', 7);
      await meddleWith('Distribution', 'aws_cloudfront_distribution.cdn', 'CacheBehaviors', { Quantity: 0 });
      await meddleWith('KeyGroup', 'aws_cloudfront_key_group.signers', 'Comment', 'Mine');
      await meddleWith('OriginAccessControl', 'aws_cloudfront_origin_access_control.site', 'SigningBehavior', 'never');
      await meddleWith('PublicKey', 'aws_cloudfront_public_key.old', 'Comment', 'Mine');
      await meddleWith(
        'ResponseHeadersPolicy',
        'aws_cloudfront_response_headers_policy.security',
        'CustomHeadersConfig',
        {
          Quantity: 0,
        },
      );
      const { etag } = await cloud.attributes('aws_cloudfront_function.routing');
      await cloud.call('cloudfront', 'UpdateFunction', {
        Name: 'routing',
        IfMatch: etag,
        FunctionCode: Buffer.from('no code'),
        FunctionConfig: { Comment: '', Runtime: 'cloudfront-js-2.0' },
      });
    },
    drift: {
      'aws_cloudfront_cache_policy.media': ['etag', 'min_ttl'],
      'aws_cloudfront_distribution.cdn': ['etag', 'last_modified_time', 'ordered_cache_behavior', 'status'],
      'aws_cloudfront_function.routing': ['code', 'etag', 'live_stage_etag', 'status'],
      'aws_cloudfront_key_group.signers': ['comment', 'etag'],
      'aws_cloudfront_origin_access_control.site': ['etag', 'signing_behavior'],
      'aws_cloudfront_public_key.old': ['comment', 'etag'],
      'aws_cloudfront_response_headers_policy.security': ['custom_headers_config', 'etag'],
    },
    imports: async () => {
      const addresses = [
        'aws_cloudfront_cache_policy.media',
        'aws_cloudfront_distribution.cdn',
        'aws_cloudfront_function.routing',
        'aws_cloudfront_key_group.signers',
        'aws_cloudfront_origin_access_control.site',
        'aws_cloudfront_public_key.new',
        'aws_cloudfront_public_key.old',
        'aws_cloudfront_response_headers_policy.security',
      ];
      const ids: Record<string, string> = {};
      for (const address of addresses) ids[address] = (await cloud.attributes(address)).id;
      return ids;
    },
    unknownToImport: { 'aws_cloudfront_public_key.new': ['name_prefix'] },
    destroyed: async () => {
      const { DistributionList } = await cloud.call('cloudfront', 'ListDistributions', {});
      expect(DistributionList.Quantity).toBe(0);
      const { KeyGroupList } = await cloud.call('cloudfront', 'ListKeyGroups', {});
      expect(KeyGroupList.Quantity).toBe(0);
      const { OriginAccessControlList } = await cloud.call('cloudfront', 'ListOriginAccessControls', {});
      expect(OriginAccessControlList.Quantity).toBe(0);
    },
  });

  it('disables a distribution that is to be retained instead of deleting it', async () => {
    const other = plainDistribution();
    await cloud.configure({
      aws_cloudfront_distribution: { kept: plainDistribution({ retain_on_delete: true }), other },
    });
    await cloud.apply();
    const { id } = await cloud.attributes('aws_cloudfront_distribution.kept');
    await cloud.configure({ aws_cloudfront_distribution: { other } });
    await cloud.apply();
    expect(await cloud.plan()).toEqual([]);
    const { Distribution } = await cloud.call('cloudfront', 'GetDistribution', { Id: id });
    expect(Distribution.DistributionConfig.Enabled).toBe(false);
  });
});
