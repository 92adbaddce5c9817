const behavior = {
  viewer_protocol_policy: 'redirect-to-https',
  allowed_methods: ['GET', 'HEAD', 'OPTIONS'],
  cached_methods: ['GET', 'HEAD', 'OPTIONS'],
  compress: true,
  cache_policy_id: '${aws_cloudfront_cache_policy.media.id}',
  response_headers_policy_id: '${aws_cloudfront_response_headers_policy.security.id}',
};

/** A distribution that uses about every kind of block, as the tests of the CDN declare it. */
export function distribution(changes: object = {}): object {
  return {
    comment: 'cdn',
    enabled: true,
    is_ipv6_enabled: true,
    http_version: 'http2and3',
    price_class: 'PriceClass_100',
    default_root_object: 'index.html',
    aliases: ['www.backlot.example', 'backlot.example'],
    origin: [
      {
        origin_id: 'site',
        domain_name: 'site.s3.eu-central-1.amazonaws.com',
        origin_access_control_id: '${aws_cloudfront_origin_access_control.site.id}',
      },
      {
        origin_id: 'api',
        domain_name: 'api.backlot.example',
        origin_path: '/v1',
        custom_header: [{ name: 'X-Origin', value: 'cdn' }],
        origin_shield: { enabled: true, origin_shield_region: 'eu-central-1' },
        custom_origin_config: {
          http_port: 80,
          https_port: 443,
          origin_protocol_policy: 'https-only',
          origin_ssl_protocols: ['TLSv1.2'],
        },
      },
    ],
    origin_group: [
      {
        origin_id: 'both',
        failover_criteria: { status_codes: [502, 500] },
        member: [{ origin_id: 'site' }, { origin_id: 'api' }],
      },
    ],
    default_cache_behavior: {
      ...behavior,
      target_origin_id: 'site',
      function_association: [{ event_type: 'viewer-request', function_arn: '${aws_cloudfront_function.routing.arn}' }],
    },
    ordered_cache_behavior: [
      {
        ...behavior,
        path_pattern: '/signed/*',
        target_origin_id: 'site',
        trusted_key_groups: ['${aws_cloudfront_key_group.signers.id}'],
      },
      {
        path_pattern: '/api/*',
        target_origin_id: 'api',
        viewer_protocol_policy: 'https-only',
        allowed_methods: ['GET', 'HEAD'],
        cached_methods: ['GET', 'HEAD'],
        forwarded_values: {
          query_string: true,
          headers: ['Origin'],
          cookies: { forward: 'whitelist', whitelisted_names: ['session'] },
        },
      },
    ],
    custom_error_response: [
      { error_code: 404, error_caching_min_ttl: 10 },
      { error_code: 403, error_caching_min_ttl: 10, response_code: 200, response_page_path: '/index.html' },
    ],
    logging_config: { bucket: 'logs.s3.amazonaws.com', prefix: 'cdn/' },
    restrictions: { geo_restriction: { restriction_type: 'none', locations: [] } },
    viewer_certificate: {
      acm_certificate_arn: 'arn:aws:acm:us-east-1:210987654321:certificate/11111111-2222-3333-4444-555555555555',
      ssl_support_method: 'sni-only',
      minimum_protocol_version: 'TLSv1.2_2021',
    },
    tags: { team: 'media' },
    ...changes,
  };
}

/** A distribution that stands by itself and leaves all to CloudFront that can be left to it. */
export function plainDistribution(changes: object = {}): object {
  return {
    enabled: true,
    origin: [{ origin_id: 'site', domain_name: 'site.s3.eu-central-1.amazonaws.com' }],
    default_cache_behavior: {
      target_origin_id: 'site',
      viewer_protocol_policy: 'https-only',
      allowed_methods: ['GET', 'HEAD'],
      cached_methods: ['GET', 'HEAD'],
      // `CachingOptimized`, kept by AWS.
      cache_policy_id: '658327ea-f89d-4fab-a63d-7e88639e58f6',
    },
    restrictions: { geo_restriction: { restriction_type: 'none' } },
    viewer_certificate: { cloudfront_default_certificate: true },
    ...changes,
  };
}
