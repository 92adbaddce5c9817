import { describe, expect, it } from '@jest/globals';
import { fullEnvironment } from './fixtures/full-environment.js';
import { type Block, SynthesizedStack, synthesize } from './fixtures/synthesized-stack.js';

const { media } = synthesize(fullEnvironment()) as { media: SynthesizedStack };

function mediaWith(changes: Record<string, unknown>): SynthesizedStack {
  const stacks = synthesize(fullEnvironment({ ...withoutConsumers, ...changes }));
  return stacks.media as SynthesizedStack;
}

/** A service behind a load balancer. */
const routedTo = (...hosts: string[]) => ({ api: { routes: hosts.map((host) => ({ host })) } });

/** Sections that name buckets which the case under test may leave out. */
const withoutConsumers = { messaging: undefined, cluster: undefined };

describe('media stack', () => {
  it('blocks public access on every bucket, versions and encrypts it with KMS, and logs its requests', () => {
    expect(media.all('aws_s3_bucket')).toHaveLength(3);
    for (const block of media.all('aws_s3_bucket_public_access_block')) {
      expect(block).toMatchObject({
        block_public_acls: true,
        block_public_policy: true,
        ignore_public_acls: true,
        restrict_public_buckets: true,
      });
    }
    for (const type of ['public_access_block', 'versioning', 'server_side_encryption_configuration', 'logging']) {
      expect(media.all(`aws_s3_bucket_${type}`)).toHaveLength(3);
    }
    for (const { rule } of media.all('aws_s3_bucket_server_side_encryption_configuration')) {
      expect(rule[0].apply_server_side_encryption_by_default.sse_algorithm).toBe('aws:kms');
    }
  });

  it('keeps what the CDN serves under a key of its own, which distributions of the account may read', () => {
    const encryption = media.startingWith('aws_s3_bucket_server_side_encryption_configuration', 'bucket-media');
    const { kms_master_key_id: key } = encryption.rule[0].apply_server_side_encryption_by_default;
    expect(key).toBe(`\${aws_kms_key.delivery-key.arn}`);
    const { Distributions } = SynthesizedStack.statements(media.named('aws_kms_key')['delivery-key']?.policy);
    expect(Distributions).toMatchObject({ Principal: { Service: 'cloudfront.amazonaws.com' }, Action: 'kms:Decrypt' });
  });

  it('lets only this distribution read, by origin access control, and nobody without TLS', () => {
    for (const bucket of ['bucket-media', 'bucket-site']) {
      const { policy } = media.startingWith('aws_s3_bucket_policy', bucket);
      const { Distribution, TlsOnly } = SynthesizedStack.statements(policy);
      expect(Distribution?.Condition).toEqual({
        StringEquals: { 'AWS:SourceArn': `\${aws_cloudfront_distribution.cdn.arn}` },
      });
      expect(TlsOnly).toMatchObject({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } });
    }
    for (const origin of distribution(media).origin) expect(origin.origin_access_control_id).toMatch(/^\$\{aws_cloudf/);
  });

  it('does not serve uploads', () => {
    expect(distribution(media).origin.map((origin: Block) => origin.origin_id)).toEqual(['media', 'site']);
  });

  it('asks for a signature first, on the most specific path first', () => {
    const behaviors: Block[] = distribution(media).ordered_cache_behavior;
    expect(behaviors.map(({ path_pattern }) => path_pattern)).toEqual([
      '/media/hls/premium/*',
      '/media/hls/*',
      '/media/*',
    ]);
    const signed = behaviors.map(({ trusted_key_groups }) => trusted_key_groups);
    expect(signed).toEqual([[keyGroup], [keyGroup], undefined]);
  });

  it('redirects to HTTPS and speaks TLS 1.2 or newer everywhere', () => {
    const { default_cache_behavior, ordered_cache_behavior, viewer_certificate, http_version } = distribution(media);
    for (const behavior of [default_cache_behavior, ...ordered_cache_behavior]) {
      expect(behavior.viewer_protocol_policy).toBe('redirect-to-https');
      expect(behavior.response_headers_policy_id).toBeDefined();
    }
    expect(viewer_certificate).toMatchObject({
      minimum_protocol_version: 'TLSv1.2_2021',
      ssl_support_method: 'sni-only',
      acm_certificate_arn: expect.stringContaining('aws_acm_certificate_validation'),
    });
    expect(http_version).toBe('http2and3');
  });

  it('answers addresses inside the site with its document, without hiding refusals of media', () => {
    const { default_cache_behavior, custom_error_response } = distribution(media);
    expect(default_cache_behavior.function_association[0].event_type).toBe('viewer-request');
    for (const response of custom_error_response) expect(response).not.toHaveProperty('response_page_path');
  });

  it('sends the security headers', () => {
    const headers = media.one('aws_cloudfront_response_headers_policy').security_headers_config;
    expect(headers.strict_transport_security).toMatchObject({ include_subdomains: true, override: true });
    expect(headers.content_security_policy.content_security_policy).toContain("frame-ancestors 'none'");
    expect(headers.content_type_options.override).toBe(true);
  });

  it('puts the firewall, its log and the certificate where CloudFront looks for them', () => {
    for (const type of [
      'aws_wafv2_web_acl',
      'aws_wafv2_web_acl_logging_configuration',
      'aws_cloudwatch_log_group',
      'aws_acm_certificate',
      'aws_acm_certificate_validation',
    ]) {
      expect(media.one(type).region).toBe('us-east-1');
    }
    expect(media.one('aws_cloudwatch_log_group').name).toBe('aws-waf-logs-backlot-prod-cdn');
  });

  it('limits the rate of an address before it asks the managed rules', () => {
    const rules = JSON.parse(media.one('aws_wafv2_web_acl').rule_json) as Block[];
    expect(rules.map(({ Priority }) => Priority)).toEqual([0, 1, 2, 3]);
    expect(rules[0]?.Statement.RateBasedStatement).toMatchObject({ Limit: 1500, AggregateKeyType: 'IP' });
    expect(rules.map(({ Name }) => Name)).toContain('AWSManagedRulesKnownBadInputsRuleSet');
  });

  it('keeps credentials out of the log of the firewall', () => {
    const { redacted_fields } = media.one('aws_wafv2_web_acl_logging_configuration');
    expect(redacted_fields.map((field: Block) => field.single_header.name)).toEqual(['cookie', 'authorization']);
  });

  it('proves each name once, as a wildcard shares the record of its domain', () => {
    const proofs = media.all('aws_route53_record').filter(({ allow_overwrite }) => allow_overwrite);
    expect(proofs).toHaveLength(2);
    expect(proofs[0]?.name).toContain('option.domain_name == "example.com"');
  });

  it('points every name to the distribution, for IPv4 and IPv6, and lets Amazon alone issue certificates', () => {
    const aliases = media.all('aws_route53_record').filter(({ alias }) => alias);
    expect(aliases.map(({ name, type }) => `${type} ${name}`).sort()).toEqual(
      ['example.com', '*.example.com', 'www.example.com'].flatMap((name) => [`A ${name}`, `AAAA ${name}`]).sort(),
    );
    expect(media.one('aws_route53_record', { type: 'CAA' }).records).toContain('0 issue "amazon.com"');
  });

  it('looks a zone up that it must not create', () => {
    const cdn = { domain: { zone: 'example.com', names: ['www.example.com'] } };
    const stack = mediaWith({ media: { buckets: { site: { kind: 'site' } }, cdn } });
    expect(stack.all('aws_route53_zone')).toEqual([]);
    expect(stack.json.data.aws_route53_zone).toBeDefined();
  });

  it('uses the name and certificate of CloudFront without an own domain', () => {
    const stack = mediaWith({ media: { buckets: { site: { kind: 'site' } }, cdn: {} } });
    expect(distribution(stack).viewer_certificate).toEqual({ cloudfront_default_certificate: true });
    expect(stack.types).not.toContain('aws_route53_record');
  });

  it('serves a single origin by default when there is no site', () => {
    const stack = mediaWith({ media: { buckets: { films: { kind: 'origin' } }, cdn: {} } });
    expect(distribution(stack).default_cache_behavior.target_origin_id).toBe('films');
    expect(distribution(stack)).not.toHaveProperty('default_root_object');
  });

  it('gives the load balancers of services a certificate and a firewall in the home region', () => {
    const stack = mediaWith({ services: routedTo('api.example.com', 'v2.example.com') });
    const certificate = stack.startingWith('aws_acm_certificate', 'load-balancer-certificate');
    expect(certificate).toMatchObject({
      domain_name: 'api.example.com',
      subject_alternative_names: ['v2.example.com'],
      validation_method: 'DNS',
    });
    expect(certificate).not.toHaveProperty('region');
    const firewall = stack.one('aws_wafv2_web_acl', { scope: 'REGIONAL' });
    expect(firewall).not.toHaveProperty('region');
    expect(
      stack.one('aws_cloudwatch_log_group', { name: 'aws-waf-logs-backlot-prod-load-balancers' }).kms_key_id,
    ).toMatch(/logs-key/);
    const common = (JSON.parse(firewall.rule_json) as Block[]).find(({ Name }) => /Common/.test(Name));
    expect(common?.Statement.ManagedRuleGroupStatement.RuleActionOverrides).toEqual([
      { Name: 'SizeRestrictions_BODY', ActionToUse: { Count: {} } },
    ]);
    expect(stack.json.output.load_balancer_certificate_arn.value).toContain('aws_acm_certificate_validation');
    expect(stack.json.output.load_balancer_web_acl_arn.value).toContain('load-balancer-firewall');
  });

  it('makes the zone for services alone, where nothing is served by the CDN', () => {
    const cdn = { domain: { zone: 'example.com', createZone: true, names: ['www.example.com'] } };
    const stack = mediaWith({ media: { cdn }, services: routedTo('api.example.com') });
    expect(stack.all('aws_route53_zone')).toHaveLength(1);
    expect(stack.types).not.toContain('aws_cloudfront_distribution');
  });

  it('puts no firewall of the internet in front of internal services', () => {
    const [[, api] = []] = Object.entries(routedTo('api.example.com'));
    const stack = mediaWith({ services: { api: { ...api, exposure: 'internal' } } });
    expect(stack.all('aws_wafv2_web_acl').map(({ scope }) => scope)).toEqual(['CLOUDFRONT']);
    expect(stack.json.output).toHaveProperty('load_balancer_certificate_arn');
  });

  it('makes buckets only, without a CDN', () => {
    const stack = mediaWith({ media: { buckets: { uploads: { kind: 'uploads' } } } });
    expect(stack.types.every((type) => type.startsWith('aws_s3_'))).toBe(true);
  });

  it('refuses signed paths without a key', () => {
    const declared = { buckets: { films: { kind: 'origin' } }, cdn: { signedPaths: ['/films/*'] } };
    expect(() => mediaWith({ media: declared })).toThrow(expect.objectContaining({ code: 'SigningKeyMissing' }));
  });

  it('lets the named origins upload from a browser, and nobody else', () => {
    const { cors_rule } = media.one('aws_s3_bucket_cors_configuration');
    expect(cors_rule[0]).toMatchObject({
      allowed_origins: ['https://studio.example.com'],
      allowed_methods: ['GET', 'HEAD', 'PUT', 'POST'],
    });
  });

  it('keeps objects when a real environment is destroyed, and none in the sandbox', () => {
    const forced = (stack: SynthesizedStack) => stack.all('aws_s3_bucket').map(({ force_destroy }) => force_destroy);
    expect(forced(media)).toEqual([false, false, false]);
    expect(forced(mediaWith({ target: 'sandbox' }))).toEqual([true, true, true]);
  });
});

const keyGroup = `\${aws_cloudfront_key_group.signing.id}`;

function distribution(stack: SynthesizedStack): Block {
  return stack.one('aws_cloudfront_distribution');
}
