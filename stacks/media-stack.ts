import { TerraformOutput } from 'cdktn';
import type { Construct } from 'constructs';
import { firstName } from '../environments/model/index.js';
import { AwsLocation } from '../modules/aws-location.js';
import { Certificate } from '../modules/certificate.js';
import { ContentDelivery, type DeliveryOrigin } from '../modules/content-delivery.js';
import { EncryptionKey } from '../modules/encryption-key.js';
import { HostedZone } from '../modules/hosted-zone.js';
import { distributionsMayRead, logGroupsMayUse } from '../modules/key-grants.js';
import { PrivateBucket } from '../modules/private-bucket.js';
import { SigningKeys } from '../modules/signing-keys.js';
import { Duration } from '../modules/values/duration.js';
import { CLOUDFRONT_REGION, WebFirewall } from '../modules/web-firewall.js';
import type { FoundationStack } from './foundation-stack.js';
import { PlatformStack, type PlatformStackProps } from './platform-stack.js';
import { routedHosts, routedPorts } from './routed-services.js';
import { section } from './section.js';
import type { StackDefinition } from './stack-definition.js';

/** What a {@link MediaStack} is made from. */
export interface MediaStackProps extends PlatformStackProps {
  readonly foundation: FoundationStack;
}

type Media = NonNullable<MediaStackProps['environment']['media']>;
type Cdn = NonNullable<Media['cdn']>;
type Domain = NonNullable<Cdn['domain']>;

/** Upload, origin and site buckets, and the CDN with its firewall, certificate and names in front of the last two. */
export class MediaStack extends PlatformStack {
  readonly buckets: Readonly<Record<string, { readonly name: string; readonly arn: string; readonly keyArn: string }>>;
  readonly distributionId?: string;
  readonly distributionDomain?: string;
  readonly distributionArn?: string;
  readonly webAclArn?: string;
  /** Zone of the host names that services answer, where they have some. */
  readonly hostedZoneId?: string;
  /** Certificate of the host names that services answer, where they have some in the zone. */
  readonly loadBalancerCertificateArn?: string;
  /** Firewall of the load balancers that are on the internet, where there are some. */
  readonly loadBalancerWebAclArn?: string;
  private readonly foundation: FoundationStack;
  private readonly location: AwsLocation;

  constructor(scope: Construct, props: MediaStackProps) {
    super(scope, 'media', props);
    const { accountId, region } = props.environment.aws;
    this.foundation = props.foundation;
    this.location = new AwsLocation(accountId, region);
    const media = section(props.environment, 'media');
    const delivered = Object.entries(media.buckets).filter(([, bucket]) => bucket.kind !== 'uploads');
    const deliveryKey = media.cdn && delivered.length > 0 ? this.deliveryKey() : undefined;

    const origins: DeliveryOrigin[] = [];
    const buckets: Record<string, { name: string; arn: string; keyArn: string }> = {};
    for (const [name, declared] of Object.entries(media.buckets)) {
      const keyArn = (declared.kind !== 'uploads' && deliveryKey?.arn) || this.foundation.keys.data.arn;
      const bucket = this.bucket(name, declared, keyArn);
      buckets[name] = { name: bucket.name, arn: bucket.arn, keyArn };
      if (declared.kind !== 'uploads') origins.push({ name: firstName(name, declared), kind: declared.kind, bucket });
      new TerraformOutput(this, `bucket_${name.replaceAll('-', '_')}`, { value: bucket.name });
    }
    this.buckets = buckets;

    const hosts = routedHosts(props.environment);
    const domain = media.cdn?.domain;
    const zone = domain && (origins.length > 0 || hosts.length > 0) ? this.zone(domain) : undefined;
    if (media.cdn && origins.length > 0) {
      const firewall = this.firewall(media.cdn);
      const delivery = this.delivery(media.cdn, origins, firewall, zone);
      this.webAclArn = firewall.arn;
      this.distributionId = delivery.distributionId;
      this.distributionArn = delivery.distributionArn;
      this.distributionDomain = delivery.domainName;
      new TerraformOutput(this, 'distribution_id', { value: delivery.distributionId });
      new TerraformOutput(this, 'distribution_domain', { value: delivery.domainName });
      new TerraformOutput(this, 'web_acl_arn', { value: firewall.arn });
    }
    if (zone && hosts.length > 0) {
      this.hostedZoneId = zone.zoneId;
      new TerraformOutput(this, 'hosted_zone_id', { value: zone.zoneId });
      this.loadBalancerCertificateArn = new Certificate(this, 'load-balancer-certificate', {
        names: hosts,
        zoneId: zone.zoneId,
      }).arn;
      new TerraformOutput(this, 'load_balancer_certificate_arn', { value: this.loadBalancerCertificateArn });
    }
    if (media.cdn && routedPorts(props.environment).public) {
      this.loadBalancerWebAclArn = this.loadBalancerFirewall(media.cdn).arn;
      new TerraformOutput(this, 'load_balancer_web_acl_arn', { value: this.loadBalancerWebAclArn });
    }
  }

  /** A key of its own, so that the CDN can decrypt what it serves and nothing else of the platform. */
  private deliveryKey(): EncryptionKey {
    return new EncryptionKey(this, 'delivery-key', {
      alias: this.names.of('delivery'),
      description: 'Objects that the CDN serves',
      location: this.location,
      deletionWindow: Duration.parse(this.environment.foundation.keyDeletionWindow),
      grants: [distributionsMayRead(this.location)],
    });
  }

  private bucket(name: string, declared: Media['buckets'][string], keyArn: string): PrivateBucket {
    const first = firstName(name, declared);
    return new PrivateBucket(this, `bucket-${first}`, {
      bucketName: this.names.bucket(first),
      encryption: { keyArn },
      versioned: declared.versioned,
      expireNoncurrent: Duration.parse(declared.expireNoncurrent),
      expire: declared.expire ? Duration.parse(declared.expire) : undefined,
      coldAfter: declared.coldAfter ? Duration.parse(declared.coldAfter) : undefined,
      cors: {
        origins: declared.corsOrigins,
        methods: declared.kind === 'uploads' ? ['GET', 'HEAD', 'PUT', 'POST'] : ['GET', 'HEAD'],
      },
      accessLogs: { bucketName: this.foundation.logBucketName, prefix: `s3/${first}/` },
      forceDestroy: this.environment.target === 'sandbox',
    });
  }

  private firewall(cdn: Cdn): WebFirewall {
    const location = new AwsLocation(this.location.accountId, CLOUDFRONT_REGION);
    const key = new EncryptionKey(this, 'firewall-key', {
      alias: this.names.of('firewall-logs'),
      description: 'Log of the web firewall',
      location,
      region: CLOUDFRONT_REGION,
      deletionWindow: Duration.parse(this.environment.foundation.keyDeletionWindow),
      grants: [logGroupsMayUse(location)],
    });
    return new WebFirewall(this, 'firewall', {
      name: this.names.of('cdn'),
      rateLimit: cdn.rateLimit,
      logRetention: Duration.parse(this.environment.foundation.logRetention),
      logKeyArn: key.arn,
    });
  }

  /** A web ACL of the home region, where load balancers are. */
  private loadBalancerFirewall(cdn: Cdn): WebFirewall {
    return new WebFirewall(this, 'load-balancer-firewall', {
      name: this.names.of('load-balancers'),
      inFrontOf: 'load-balancers',
      rateLimit: cdn.rateLimit,
      logRetention: Duration.parse(this.environment.foundation.logRetention),
      logKeyArn: this.foundation.keys.logs.arn,
    });
  }

  private zone(domain: Domain): HostedZone {
    return new HostedZone(this, 'zone', {
      zone: domain.zone,
      create: domain.createZone,
      forceDestroy: this.environment.target === 'sandbox',
    });
  }

  private delivery(
    cdn: Cdn,
    origins: readonly DeliveryOrigin[],
    firewall: WebFirewall,
    zone: HostedZone | undefined,
  ): ContentDelivery {
    const { domain } = cdn;
    const delivery = new ContentDelivery(this, 'cdn', {
      name: this.names.of('cdn'),
      origins,
      priceClass: cdn.priceClass,
      webAclArn: firewall.arn,
      logs: { bucketDomainName: this.foundation.logBucketDomainName, prefix: 'cdn/' },
      hosts: domain && zone && { names: domain.names, certificateArn: this.certificate(domain.names, zone) },
      signed: this.signed(cdn),
      blockCountries: cdn.blockCountries,
    });
    for (const name of domain?.names ?? []) {
      zone?.addAlias(name, { domainName: delivery.domainName, zoneId: delivery.hostedZoneId });
    }
    return delivery;
  }

  private certificate(names: readonly string[], zone: HostedZone): string {
    return new Certificate(this, 'certificate', { names, zoneId: zone.zoneId, region: CLOUDFRONT_REGION }).arn;
  }

  /** Keys may be there before a path asks for them, so that they are known to the signer first. */
  private signed(cdn: Cdn): { paths: readonly string[]; keyGroupId: string } | undefined {
    if (cdn.signedPaths.length === 0 && Object.keys(cdn.signingKeys).length === 0) return undefined;
    const keys = new SigningKeys(this, 'signing', { name: this.names.of('signers'), publicKeys: cdn.signingKeys });
    for (const [name, keyId] of Object.entries(keys.publicKeyIds)) {
      new TerraformOutput(this, `signing_key_${name.replaceAll('-', '_')}`, { value: keyId });
    }
    return { paths: cdn.signedPaths, keyGroupId: keys.keyGroupId };
  }
}

/** The stack of media, where the environment has some. */
export const media: StackDefinition = {
  id: 'media',
  description: 'Buckets for uploads, media and sites; CloudFront, firewalls, certificates and names',
  dependsOn: ['foundation'],
  enabled: (environment) => environment.media !== undefined,
  build: (app, environment, upstream) =>
    new MediaStack(app, { environment, foundation: upstream.get<FoundationStack>('foundation') }),
};
