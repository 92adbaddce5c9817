import type { ApiObject, Attributes } from '../contract.js';
import { itemsOf, quantityOf } from './quantity-items.js';

/**
 * An origin as CloudFront takes it. One that is neither of the custom nor of the VPC kind is a bucket.
 * https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_Origin.html
 */
export function toOrigin(origin: Attributes): ApiObject {
  const custom = origin.custom_origin_config?.[0];
  const vpc = origin.vpc_origin_config?.[0];
  const shield = origin.origin_shield?.[0];
  return {
    Id: origin.origin_id,
    DomainName: origin.domain_name,
    OriginPath: origin.origin_path ?? '',
    OriginAccessControlId: origin.origin_access_control_id ?? '',
    ConnectionAttempts: origin.connection_attempts ?? 3,
    ConnectionTimeout: origin.connection_timeout ?? 10,
    ResponseCompletionTimeout: origin.response_completion_timeout || undefined,
    CustomHeaders: quantityOf(
      origin.custom_header?.map(({ name, value }: Attributes) => ({ HeaderName: name, HeaderValue: value })),
    ),
    OriginShield: shield
      ? { Enabled: shield.enabled, OriginShieldRegion: shield.origin_shield_region || undefined }
      : { Enabled: false },
    ...(custom && { CustomOriginConfig: toCustomOrigin(custom) }),
    ...(vpc && { VpcOriginConfig: toVpcOrigin(vpc) }),
    ...(!custom &&
      !vpc && {
        S3OriginConfig: { OriginAccessIdentity: origin.s3_origin_config?.[0]?.origin_access_identity ?? '' },
      }),
  };
}

/** An origin as Terraform knows it. */
export function fromOrigin(origin: ApiObject): Attributes {
  const identity = origin.S3OriginConfig?.OriginAccessIdentity;
  const { Enabled: shielded, OriginShieldRegion } = origin.OriginShield ?? {};
  return {
    origin_id: origin.Id,
    domain_name: origin.DomainName,
    origin_path: origin.OriginPath || null,
    origin_access_control_id: origin.OriginAccessControlId || null,
    connection_attempts: origin.ConnectionAttempts ?? 3,
    connection_timeout: origin.ConnectionTimeout ?? 10,
    response_completion_timeout: origin.ResponseCompletionTimeout ?? 0,
    custom_header: itemsOf(origin.CustomHeaders).map((header) => ({
      name: header.HeaderName,
      value: header.HeaderValue,
    })),
    origin_shield: shielded ? [{ enabled: true, origin_shield_region: OriginShieldRegion ?? null }] : [],
    custom_origin_config: origin.CustomOriginConfig ? [fromCustomOrigin(origin.CustomOriginConfig)] : [],
    vpc_origin_config: origin.VpcOriginConfig ? [fromVpcOrigin(origin.VpcOriginConfig)] : [],
    s3_origin_config: identity ? [{ origin_access_identity: identity }] : [],
  };
}

/** A group of two origins, the second of which answers when the first one fails. */
export function toOriginGroup({ origin_id, failover_criteria, member }: Attributes): ApiObject {
  return {
    Id: origin_id,
    FailoverCriteria: { StatusCodes: quantityOf(failover_criteria?.[0]?.status_codes) },
    Members: quantityOf((member ?? []).map((one: Attributes) => ({ OriginId: one.origin_id }))),
  };
}

/** A group of origins as Terraform knows it. */
export function fromOriginGroup({ Id, FailoverCriteria, Members }: ApiObject): Attributes {
  return {
    origin_id: Id,
    failover_criteria: [{ status_codes: itemsOf(FailoverCriteria?.StatusCodes) }],
    member: itemsOf(Members).map(({ OriginId }) => ({ origin_id: OriginId })),
  };
}

function toCustomOrigin(custom: Attributes): ApiObject {
  const certificate = custom.origin_mtls_config?.[0]?.client_certificate_arn;
  return {
    HTTPPort: custom.http_port,
    HTTPSPort: custom.https_port,
    IpAddressType: custom.ip_address_type || undefined,
    OriginProtocolPolicy: custom.origin_protocol_policy,
    OriginSslProtocols: quantityOf(custom.origin_ssl_protocols),
    OriginReadTimeout: custom.origin_read_timeout ?? 30,
    OriginKeepaliveTimeout: custom.origin_keepalive_timeout ?? 5,
    ...(certificate && { OriginMtlsConfig: { ClientCertificateArn: certificate } }),
  };
}

function fromCustomOrigin(custom: ApiObject): Attributes {
  const certificate = custom.OriginMtlsConfig?.ClientCertificateArn;
  return {
    http_port: custom.HTTPPort,
    https_port: custom.HTTPSPort,
    ip_address_type: custom.IpAddressType || null,
    origin_protocol_policy: custom.OriginProtocolPolicy,
    origin_ssl_protocols: itemsOf(custom.OriginSslProtocols),
    origin_read_timeout: custom.OriginReadTimeout,
    origin_keepalive_timeout: custom.OriginKeepaliveTimeout,
    origin_mtls_config: certificate ? [{ client_certificate_arn: certificate }] : [],
  };
}

function toVpcOrigin(vpc: Attributes): ApiObject {
  return {
    VpcOriginId: vpc.vpc_origin_id,
    OwnerAccountId: vpc.owner_account_id || undefined,
    OriginReadTimeout: vpc.origin_read_timeout ?? 30,
    OriginKeepaliveTimeout: vpc.origin_keepalive_timeout ?? 5,
  };
}

function fromVpcOrigin(vpc: ApiObject): Attributes {
  return {
    vpc_origin_id: vpc.VpcOriginId,
    owner_account_id: vpc.OwnerAccountId || null,
    origin_read_timeout: vpc.OriginReadTimeout,
    origin_keepalive_timeout: vpc.OriginKeepaliveTimeout,
  };
}
