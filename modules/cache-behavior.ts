import type { CloudfrontDistributionOrderedCacheBehavior } from '@cdktn/provider-aws/lib/cloudfront-distribution/index.js';

/** A bucket behind the CDN. */
export interface CachedOrigin {
  /** Name of the bucket in the environment; media is reached under `/<name>/`. */
  readonly name: string;
  readonly kind: 'site' | 'origin';
}

/** What {@link cacheBehaviors} are made from. */
export interface CacheBehaviorsProps {
  readonly origins: readonly CachedOrigin[];
  /** Path patterns that need a signed URL or cookie. */
  readonly signedPaths: readonly string[];
  /** Group whose keys are trusted for them. */
  readonly keyGroupId?: string;
  /** Cache policy of media. */
  readonly mediaCachePolicyId: string;
  readonly responseHeadersPolicyId: string;
  /** Function that turns addresses inside a site into its document. */
  readonly siteFunctionArn?: string;
}

/** How CloudFront treats one path. */
export type CacheBehavior = Omit<CloudfrontDistributionOrderedCacheBehavior, 'pathPattern'>;

/** The default behaviour and those of single paths, in the order in which CloudFront tries them. */
export interface CacheBehaviors {
  readonly byDefault: CacheBehavior;
  readonly ordered: readonly CloudfrontDistributionOrderedCacheBehavior[];
}

/**
 * `CachingOptimized`, kept by AWS: compressed, no cookies, headers or query strings in the key.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
 */
const CACHING_OPTIMIZED = '658327ea-f89d-4fab-a63d-7e88639e58f6';

/**
 * The site, or the only origin, answers by default; `/<name>/*` goes to the origin of that name. A path that needs a
 * signature comes before all others, the most specific first, so that no general rule lets it pass unsigned.
 */
export function cacheBehaviors(props: CacheBehaviorsProps): CacheBehaviors {
  const { origins } = props;
  const fallback = origins.find((origin) => origin.kind === 'site') ?? origins[0];
  if (!fallback) throw new RangeError('a distribution needs at least one origin');
  const media = origins.filter((origin) => origin.kind === 'origin');
  const signed = [...props.signedPaths]
    .sort((a, b) => b.length - a.length || a.localeCompare(b))
    .map((path) => {
      const target = media.find((origin) => path.startsWith(`/${origin.name}/`)) ?? fallback;
      const trustedKeyGroups = props.keyGroupId ? [props.keyGroupId] : [];
      return { ...behavior(target, props), pathPattern: path, trustedKeyGroups };
    });
  const unsigned = media
    .filter((origin) => origin !== fallback)
    .map((origin) => ({ ...behavior(origin, props), pathPattern: `/${origin.name}/*` }))
    .filter(({ pathPattern }) => !props.signedPaths.includes(pathPattern));
  return { byDefault: behavior(fallback, props), ordered: [...signed, ...unsigned] };
}

function behavior(target: CachedOrigin, props: CacheBehaviorsProps): CacheBehavior {
  const isSite = target.kind === 'site';
  return {
    targetOriginId: target.name,
    viewerProtocolPolicy: 'redirect-to-https',
    allowedMethods: ['GET', 'HEAD', 'OPTIONS'],
    cachedMethods: ['GET', 'HEAD', 'OPTIONS'],
    compress: true,
    cachePolicyId: isSite ? CACHING_OPTIMIZED : props.mediaCachePolicyId,
    responseHeadersPolicyId: props.responseHeadersPolicyId,
    functionAssociation:
      isSite && props.siteFunctionArn
        ? [{ eventType: 'viewer-request', functionArn: props.siteFunctionArn }]
        : undefined,
  };
}
