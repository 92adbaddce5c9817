import { RouteTable } from '@cdktn/provider-aws/lib/route-table/index.js';
import { RouteTableAssociation } from '@cdktn/provider-aws/lib/route-table-association/index.js';
import { Subnet } from '@cdktn/provider-aws/lib/subnet/index.js';
import { Construct } from 'constructs';
import type { Cidr } from './values/cidr.js';

/** What a {@link SubnetTier} is made from. */
export interface SubnetTierProps {
  /** Start of the names: `<name>-<zone>`. */
  readonly name: string;
  readonly vpcId: string;
  /** One subnet in each. */
  readonly zones: readonly string[];
  /** Networks of the subnets, in the order of the zones. */
  readonly cidrs: readonly Cidr[];
  /** One route table for all, or one for each zone. */
  readonly routeTables: 'shared' | 'per-zone';
  /** Tags of the subnets, such as those that tell Kubernetes where load balancers go. @default none */
  readonly tags?: Readonly<Record<string, string>>;
}

/** Subnets of one kind, one in each zone, with their route tables. None gives out public addresses by itself. */
export class SubnetTier extends Construct {
  readonly subnetIds: string[];
  /** One, or one for each zone. */
  readonly routeTableIds: string[];

  constructor(scope: Construct, id: string, props: SubnetTierProps) {
    super(scope, id);
    const { name, vpcId, zones, cidrs } = props;
    const tables = props.routeTables === 'shared' ? ['shared'] : zones;
    this.routeTableIds = tables.map(
      (table) =>
        new RouteTable(this, `routes-${table}`, {
          vpcId,
          tags: { Name: table === 'shared' ? name : `${name}-${table}` },
        }).id,
    );
    this.subnetIds = zones.map((zone, index) => {
      const subnet = new Subnet(this, zone, {
        vpcId,
        availabilityZone: zone,
        cidrBlock: String(cidrs[index]),
        mapPublicIpOnLaunch: false,
        tags: { Name: `${name}-${zone}`, ...props.tags },
      });
      new RouteTableAssociation(this, `${zone}-routes`, {
        subnetId: subnet.id,
        routeTableId: this.routeTableIds[Math.min(index, this.routeTableIds.length - 1)] ?? '',
      });
      return subnet.id;
    });
  }
}
