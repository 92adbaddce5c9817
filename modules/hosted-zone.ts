import { DataAwsRoute53Zone } from '@cdktn/provider-aws/lib/data-aws-route53-zone/index.js';
import { Route53Record } from '@cdktn/provider-aws/lib/route53-record/index.js';
import { Route53Zone } from '@cdktn/provider-aws/lib/route53-zone/index.js';
import { Construct } from 'constructs';

/** What a {@link HostedZone} is made from. */
export interface HostedZoneProps {
  /** Such as `example.com`. */
  readonly zone: string;
  /** Make the zone. Otherwise it must exist: the one place where an id is looked up, as only AWS knows it. */
  readonly create: boolean;
  /** Remove records of others when the zone is destroyed. @default false */
  readonly forceDestroy?: boolean;
}

/** What an alias record points to. */
export interface AliasTarget {
  readonly domainName: string;
  /** Zone of the target, such as CloudFront's own. */
  readonly zoneId: string;
}

/** A public Route 53 zone, own or existing; an own one only lets Amazon issue certificates. */
export class HostedZone extends Construct {
  readonly zoneId: string;

  constructor(scope: Construct, id: string, props: HostedZoneProps) {
    super(scope, id);
    const { zone, create, forceDestroy = false } = props;
    this.zoneId = create
      ? new Route53Zone(this, 'Default', { name: zone, comment: 'Public names of the platform', forceDestroy }).zoneId
      : new DataAwsRoute53Zone(this, 'existing', { name: zone, privateZone: false }).zoneId;
    if (create) {
      new Route53Record(this, 'issuers', {
        zoneId: this.zoneId,
        name: zone,
        type: 'CAA',
        ttl: 3600,
        records: ['0 issue "amazon.com"', '0 issuewild "amazon.com"'],
      });
    }
  }

  /** Points a host name to an AWS target, for IPv4 and IPv6. */
  addAlias(name: string, target: AliasTarget): void {
    for (const type of ['A', 'AAAA']) {
      new Route53Record(this, `${name}-${type}`, {
        zoneId: this.zoneId,
        name,
        type,
        alias: { name: target.domainName, zoneId: target.zoneId, evaluateTargetHealth: false },
      });
    }
  }
}
