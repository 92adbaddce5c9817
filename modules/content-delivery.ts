import { CloudfrontCachePolicy } from '@cdktn/provider-aws/lib/cloudfront-cache-policy/index.js';
import { CloudfrontDistribution } from '@cdktn/provider-aws/lib/cloudfront-distribution/index.js';
import { CloudfrontOriginAccessControl } from '@cdktn/provider-aws/lib/cloudfront-origin-access-control/index.js';
import { Construct } from 'constructs';
import { boundedName } from './bounded-name.js';
import { type CachedOrigin, cacheBehaviors } from './cache-behavior.js';
import type { PrivateBucket } from './private-bucket.js';
import { SecurityHeaders } from './security-headers.js';
import { SiteRouting } from './site-routing.js';
import { Duration } from './values/duration.js';

/** A bucket that the distribution serves. */
export interface DeliveryOrigin extends CachedOrigin {
  readonly bucket: PrivateBucket;
}

/** What a {@link ContentDelivery} is made from. */
export interface ContentDeliveryProps {
  readonly name: string;
  /** At least one. */
  readonly origins: readonly DeliveryOrigin[];
  readonly priceClass: string;
  readonly webAclArn: string;
  /** Where requests are logged. */
  readonly logs: { readonly bucketDomainName: string; readonly prefix: string };
  /** Own host names with their certificate of us-east-1. @default the name that CloudFront gives */
  readonly hosts?: { readonly names: readonly string[]; readonly certificateArn: string };
  /** Paths that need a signature, and whose. @default none */
  readonly signed?: { readonly paths: readonly string[]; readonly keyGroupId: string };
  /** Countries that are refused, ISO 3166. @default none */
  readonly blockCountries?: readonly string[];
}

/** How long an error is remembered: long enough to shield an origin, too short to hide a repair. */
const ERROR_TTL = Duration.seconds(10);

/** A CloudFront distribution over private buckets, each read with a signature of the distribution alone. */
export class ContentDelivery extends Construct {
  readonly distributionId: string;
  readonly distributionArn: string;
  readonly domainName: string;
  /** Route 53 zone of CloudFront, for alias records. */
  readonly hostedZoneId: string;

  constructor(scope: Construct, id: string, props: ContentDeliveryProps) {
    super(scope, id);
    const behaviors = this.behaviors(props);
    const distribution = new CloudfrontDistribution(this, 'Default', {
      comment: props.name,
      enabled: true,
      isIpv6Enabled: true,
      httpVersion: 'http2and3',
      priceClass: props.priceClass,
      webAclId: props.webAclArn,
      aliases: props.hosts ? [...props.hosts.names] : undefined,
      defaultRootObject: props.origins.some((origin) => origin.kind === 'site') ? 'index.html' : undefined,
      origin: props.origins.map((origin) => this.origin(props.name, origin)),
      defaultCacheBehavior: behaviors.byDefault,
      orderedCacheBehavior: [...behaviors.ordered],
      customErrorResponse: [403, 404, 500, 502, 503, 504].map((errorCode) => ({
        errorCode,
        errorCachingMinTtl: ERROR_TTL.toSeconds(),
      })),
      loggingConfig: { bucket: props.logs.bucketDomainName, prefix: props.logs.prefix, includeCookies: false },
      restrictions: { geoRestriction: geoRestriction(props.blockCountries ?? []) },
      viewerCertificate: props.hosts
        ? {
            acmCertificateArn: props.hosts.certificateArn,
            sslSupportMethod: 'sni-only',
            minimumProtocolVersion: 'TLSv1.2_2021',
          }
        : { cloudfrontDefaultCertificate: true },
      waitForDeployment: true,
    });
    this.distributionId = distribution.id;
    this.distributionArn = distribution.arn;
    this.domainName = distribution.domainName;
    this.hostedZoneId = distribution.hostedZoneId;
    for (const { bucket } of props.origins) this.letRead(bucket);
  }

  private behaviors(props: ContentDeliveryProps) {
    const hasSite = props.origins.some((origin) => origin.kind === 'site');
    return cacheBehaviors({
      origins: props.origins,
      signedPaths: props.signed?.paths ?? [],
      keyGroupId: props.signed?.keyGroupId,
      mediaCachePolicyId: this.mediaCachePolicy(props.name),
      responseHeadersPolicyId: new SecurityHeaders(this, 'headers', { name: `${props.name}-security` }).policyId,
      siteFunctionArn: hasSite
        ? new SiteRouting(this, 'routing', { name: boundedName(`${props.name}-routing`, 64) }).functionArn
        : undefined,
    });
  }

  /** Browsers of several web origins may play the same segment, so the answer to each is kept apart. */
  private mediaCachePolicy(name: string): string {
    return new CloudfrontCachePolicy(this, 'cache', {
      name: `${name}-media`,
      comment: 'Media: per web origin, a day by default, a year at most',
      minTtl: 1,
      defaultTtl: Duration.days(1).toSeconds(),
      maxTtl: Duration.days(365).toSeconds(),
      parametersInCacheKeyAndForwardedToOrigin: {
        enableAcceptEncodingBrotli: true,
        enableAcceptEncodingGzip: true,
        cookiesConfig: { cookieBehavior: 'none' },
        queryStringsConfig: { queryStringBehavior: 'none' },
        headersConfig: {
          headerBehavior: 'whitelist',
          headers: { items: ['Access-Control-Request-Headers', 'Access-Control-Request-Method', 'Origin'] },
        },
      },
    }).id;
  }

  private origin(name: string, { name: origin, bucket }: DeliveryOrigin) {
    const access = new CloudfrontOriginAccessControl(this, `access-${origin}`, {
      name: boundedName(`${name}-${origin}`, 64),
      description: `Signs requests to ${origin}`,
      originAccessControlOriginType: 's3',
      signingBehavior: 'always',
      signingProtocol: 'sigv4',
    });
    return { originId: origin, domainName: bucket.regionalDomainName, originAccessControlId: access.id };
  }

  private letRead(bucket: PrivateBucket): void {
    bucket.addStatement({
      sid: 'Distribution',
      principal: { Service: 'cloudfront.amazonaws.com' },
      actions: ['s3:GetObject'],
      resources: [`${bucket.arn}/*`],
      conditions: { StringEquals: { 'AWS:SourceArn': this.distributionArn } },
    });
  }
}

function geoRestriction(countries: readonly string[]) {
  return countries.length > 0
    ? { restrictionType: 'blacklist', locations: [...countries] }
    : { restrictionType: 'none', locations: [] };
}
