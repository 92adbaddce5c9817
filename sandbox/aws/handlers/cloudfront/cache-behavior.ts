import type { ApiObject, Attributes } from '../contract.js';
import { itemsOf, quantityOf } from './quantity-items.js';

/**
 * One cache behaviour as CloudFront takes it, the default one or that of a path.
 * https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CacheBehavior.html
 */
export function toCacheBehavior(behavior: Attributes): ApiObject {
  return {
    ...(behavior.path_pattern && { PathPattern: behavior.path_pattern }),
    TargetOriginId: behavior.target_origin_id,
    ViewerProtocolPolicy: behavior.viewer_protocol_policy,
    AllowedMethods: {
      ...quantityOf(behavior.allowed_methods),
      CachedMethods: quantityOf(behavior.cached_methods),
    },
    Compress: behavior.compress ?? false,
    SmoothStreaming: behavior.smooth_streaming ?? false,
    FieldLevelEncryptionId: behavior.field_level_encryption_id ?? '',
    OriginRequestPolicyId: behavior.origin_request_policy_id || undefined,
    RealtimeLogConfigArn: behavior.realtime_log_config_arn || undefined,
    ResponseHeadersPolicyId: behavior.response_headers_policy_id || undefined,
    TrustedKeyGroups: trusted(behavior.trusted_key_groups),
    TrustedSigners: trusted(behavior.trusted_signers),
    LambdaFunctionAssociations: quantityOf(
      behavior.lambda_function_association?.map(({ event_type, lambda_arn, include_body }: Attributes) => ({
        EventType: event_type,
        LambdaFunctionARN: lambda_arn,
        IncludeBody: include_body ?? false,
      })),
    ),
    FunctionAssociations: quantityOf(
      behavior.function_association?.map(({ event_type, function_arn }: Attributes) => ({
        EventType: event_type,
        FunctionARN: function_arn,
      })),
    ),
    GrpcConfig: { Enabled: behavior.grpc_config?.[0]?.enabled ?? false },
    ...(behavior.cache_policy_id ? { CachePolicyId: behavior.cache_policy_id } : ownCaching(behavior)),
  };
}

/** One cache behaviour as Terraform knows it. */
export function fromCacheBehavior(behavior: ApiObject, { withPath }: { readonly withPath: boolean }): Attributes {
  return {
    ...(withPath && { path_pattern: behavior.PathPattern }),
    target_origin_id: behavior.TargetOriginId,
    viewer_protocol_policy: behavior.ViewerProtocolPolicy,
    allowed_methods: itemsOf(behavior.AllowedMethods),
    cached_methods: itemsOf(behavior.AllowedMethods?.CachedMethods),
    compress: behavior.Compress ?? false,
    smooth_streaming: behavior.SmoothStreaming ?? false,
    field_level_encryption_id: behavior.FieldLevelEncryptionId || null,
    cache_policy_id: behavior.CachePolicyId || null,
    origin_request_policy_id: behavior.OriginRequestPolicyId || null,
    realtime_log_config_arn: behavior.RealtimeLogConfigArn || null,
    response_headers_policy_id: behavior.ResponseHeadersPolicyId || null,
    trusted_key_groups: orNull(itemsOf(behavior.TrustedKeyGroups)),
    trusted_signers: orNull(itemsOf(behavior.TrustedSigners)),
    min_ttl: behavior.MinTTL ?? 0,
    default_ttl: behavior.DefaultTTL ?? 0,
    max_ttl: behavior.MaxTTL ?? 0,
    lambda_function_association: itemsOf(behavior.LambdaFunctionAssociations).map((association) => ({
      event_type: association.EventType,
      lambda_arn: association.LambdaFunctionARN,
      include_body: association.IncludeBody ?? false,
    })),
    function_association: itemsOf(behavior.FunctionAssociations).map((association) => ({
      event_type: association.EventType,
      function_arn: association.FunctionARN,
    })),
    grpc_config: behavior.GrpcConfig?.Enabled ? [{ enabled: true }] : [],
    forwarded_values: behavior.ForwardedValues ? [fromForwardedValues(behavior.ForwardedValues)] : [],
  };
}

/** An argument that nobody set is null, never an empty list. */
function orNull<T>(list: readonly T[]): readonly T[] | null {
  return list.length > 0 ? list : null;
}

function trusted(names: readonly string[] | null | undefined): ApiObject {
  return { Enabled: (names?.length ?? 0) > 0, ...quantityOf(names) };
}

/** What a behaviour without a cache policy says itself; CloudFront refuses it beside one. */
function ownCaching({ min_ttl, default_ttl, max_ttl, forwarded_values }: Attributes): ApiObject {
  const values = forwarded_values?.[0];
  return {
    MinTTL: min_ttl ?? 0,
    DefaultTTL: default_ttl ?? 86_400,
    MaxTTL: max_ttl ?? 31_536_000,
    ...(values && { ForwardedValues: toForwardedValues(values) }),
  };
}

function toForwardedValues({ query_string, query_string_cache_keys, headers, cookies }: Attributes): ApiObject {
  const { forward = 'none', whitelisted_names } = cookies?.[0] ?? {};
  return {
    QueryString: query_string,
    QueryStringCacheKeys: quantityOf(query_string_cache_keys),
    Headers: quantityOf(headers),
    Cookies: { Forward: forward, ...(forward === 'whitelist' && { WhitelistedNames: quantityOf(whitelisted_names) }) },
  };
}

function fromForwardedValues({ QueryString, QueryStringCacheKeys, Headers, Cookies }: ApiObject): Attributes {
  return {
    query_string: QueryString,
    query_string_cache_keys: itemsOf(QueryStringCacheKeys),
    headers: itemsOf(Headers),
    cookies: Cookies
      ? [{ forward: Cookies.Forward, whitelisted_names: orNull(itemsOf(Cookies.WhitelistedNames)) }]
      : [],
  };
}
