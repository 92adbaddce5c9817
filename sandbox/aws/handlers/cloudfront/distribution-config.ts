import type { ApiObject, Attributes } from '../contract.js';
import { fromCacheBehavior, toCacheBehavior } from './cache-behavior.js';
import { fromOrigin, fromOriginGroup, toOrigin, toOriginGroup } from './origin.js';
import { itemsOf, quantityOf } from './quantity-items.js';

/**
 * A distribution's configuration as CloudFront takes it: always the whole of it, also when one thing changes.
 * https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DistributionConfig.html
 */
export function toDistributionConfig(state: Attributes, callerReference: string): ApiObject {
  const logging = state.logging_config?.[0];
  const geography = state.restrictions?.[0]?.geo_restriction?.[0] ?? {};
  return {
    CallerReference: callerReference,
    Aliases: quantityOf(state.aliases),
    AnycastIpListId: state.anycast_ip_list_id || undefined,
    Comment: state.comment ?? '',
    ContinuousDeploymentPolicyId: state.continuous_deployment_policy_id || undefined,
    DefaultRootObject: state.default_root_object ?? '',
    Enabled: state.enabled,
    HttpVersion: state.http_version,
    IsIPV6Enabled: state.is_ipv6_enabled,
    PriceClass: state.price_class,
    Staging: state.staging,
    WebACLId: state.web_acl_id ?? '',
    Origins: quantityOf(state.origin?.map(toOrigin)),
    OriginGroups: quantityOf(state.origin_group?.map(toOriginGroup)),
    DefaultCacheBehavior: toCacheBehavior(state.default_cache_behavior?.[0] ?? {}),
    CacheBehaviors: quantityOf(state.ordered_cache_behavior?.map(toCacheBehavior)),
    CustomErrorResponses: quantityOf(state.custom_error_response?.map(toErrorResponse)),
    Logging: {
      Enabled: Boolean(logging?.bucket),
      Bucket: logging?.bucket ?? '',
      Prefix: logging?.prefix ?? '',
      IncludeCookies: logging?.include_cookies ?? false,
    },
    Restrictions: {
      GeoRestriction: { RestrictionType: geography.restriction_type, ...quantityOf(geography.locations) },
    },
    ViewerCertificate: toCertificate(state.viewer_certificate?.[0] ?? {}),
    ...toNewerSettings(state),
  };
}

/** A distribution's configuration as Terraform knows it. */
export function fromDistributionConfig(config: ApiObject): Attributes {
  const { Bucket, Prefix, IncludeCookies } = config.Logging ?? {};
  const geography = config.Restrictions?.GeoRestriction ?? {};
  return {
    aliases: config.Aliases?.Quantity ? itemsOf(config.Aliases) : null,
    anycast_ip_list_id: config.AnycastIpListId ?? '',
    caller_reference: config.CallerReference,
    comment: config.Comment ?? '',
    continuous_deployment_policy_id: config.ContinuousDeploymentPolicyId ?? '',
    default_root_object: config.DefaultRootObject ?? '',
    enabled: config.Enabled,
    http_version: config.HttpVersion?.toLowerCase(),
    is_ipv6_enabled: config.IsIPV6Enabled ?? false,
    price_class: config.PriceClass,
    staging: config.Staging ?? false,
    web_acl_id: config.WebACLId ?? '',
    origin: itemsOf(config.Origins).map(fromOrigin),
    origin_group: itemsOf(config.OriginGroups).map(fromOriginGroup),
    default_cache_behavior: [fromCacheBehavior(config.DefaultCacheBehavior, { withPath: false })],
    ordered_cache_behavior: itemsOf(config.CacheBehaviors).map((one) => fromCacheBehavior(one, { withPath: true })),
    custom_error_response: itemsOf(config.CustomErrorResponses).map(fromErrorResponse),
    logging_config: Bucket ? [{ bucket: Bucket, prefix: Prefix ?? '', include_cookies: IncludeCookies ?? false }] : [],
    logging_v1_enabled: config.Logging?.Enabled ?? false,
    restrictions: [
      { geo_restriction: [{ restriction_type: geography.RestrictionType, locations: itemsOf(geography) }] },
    ],
    viewer_certificate: [fromCertificate(config.ViewerCertificate ?? {})],
    ...fromNewerSettings(config),
  };
}

function toErrorResponse(response: Attributes): ApiObject {
  return {
    ErrorCode: response.error_code,
    ErrorCachingMinTTL: response.error_caching_min_ttl ?? undefined,
    // CloudFront takes both or none, the code as text.
    ResponseCode: response.response_code ? String(response.response_code) : '',
    ResponsePagePath: response.response_page_path ?? '',
  };
}

function fromErrorResponse({ ErrorCode, ErrorCachingMinTTL, ResponseCode, ResponsePagePath }: ApiObject): Attributes {
  return {
    error_code: ErrorCode,
    error_caching_min_ttl: ErrorCachingMinTTL ?? null,
    response_code: ResponseCode ? Number(ResponseCode) : null,
    response_page_path: ResponsePagePath || null,
  };
}

function toCertificate(certificate: Attributes): ApiObject {
  const { acm_certificate_arn, iam_certificate_id, minimum_protocol_version, ssl_support_method } = certificate;
  if (!acm_certificate_arn && !iam_certificate_id) return { CloudFrontDefaultCertificate: true };
  return {
    CloudFrontDefaultCertificate: false,
    ...(acm_certificate_arn ? { ACMCertificateArn: acm_certificate_arn } : { IAMCertificateId: iam_certificate_id }),
    MinimumProtocolVersion: minimum_protocol_version,
    SSLSupportMethod: ssl_support_method,
  };
}

function fromCertificate(certificate: ApiObject): Attributes {
  return {
    acm_certificate_arn: certificate.ACMCertificateArn || null,
    cloudfront_default_certificate: certificate.CloudFrontDefaultCertificate ?? false,
    iam_certificate_id: certificate.IAMCertificateId || null,
    minimum_protocol_version: certificate.MinimumProtocolVersion ?? 'TLSv1',
    ssl_support_method: certificate.SSLSupportMethod || null,
  };
}

function toNewerSettings(state: Attributes): ApiObject {
  const association = state.connection_function_association?.[0];
  const mtls = state.viewer_mtls_config?.[0];
  const store = mtls?.trust_store_config?.[0];
  const cacheTag = state.cache_tag_config?.[0];
  return {
    ...(cacheTag && { CacheTagConfig: { HeaderName: cacheTag.header_name } }),
    ...(association && { ConnectionFunctionAssociation: { Id: association.id } }),
    ...(mtls && {
      ViewerMtlsConfig: {
        Mode: mtls.mode ?? undefined,
        ...(store && {
          TrustStoreConfig: {
            TrustStoreId: store.trust_store_id,
            AdvertiseTrustStoreCaNames: store.advertise_trust_store_ca_names ?? undefined,
            IgnoreCertificateExpiry: store.ignore_certificate_expiry ?? undefined,
          },
        }),
      },
    }),
  };
}

function fromNewerSettings({ CacheTagConfig, ConnectionFunctionAssociation, ViewerMtlsConfig }: ApiObject): Attributes {
  const store = ViewerMtlsConfig?.TrustStoreConfig;
  return {
    cache_tag_config: CacheTagConfig ? [{ header_name: CacheTagConfig.HeaderName }] : [],
    connection_function_association: ConnectionFunctionAssociation ? [{ id: ConnectionFunctionAssociation.Id }] : [],
    viewer_mtls_config: ViewerMtlsConfig
      ? [
          {
            mode: ViewerMtlsConfig.Mode ?? null,
            trust_store_config: store
              ? [
                  {
                    trust_store_id: store.TrustStoreId,
                    advertise_trust_store_ca_names: store.AdvertiseTrustStoreCaNames ?? null,
                    ignore_certificate_expiry: store.IgnoreCertificateExpiry ?? null,
                  },
                ]
              : [],
          },
        ]
      : [],
  };
}
