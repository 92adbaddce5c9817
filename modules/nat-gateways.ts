import { Eip } from '@cdktn/provider-aws/lib/eip/index.js';
import { NatGateway } from '@cdktn/provider-aws/lib/nat-gateway/index.js';
import { Route } from '@cdktn/provider-aws/lib/route/index.js';
import type { ITerraformDependable } from 'cdktn';
import { Construct } from 'constructs';

/** What {@link NatGateways} are made from. */
export interface NatGatewaysProps {
  /** Start of the names: `<name>-<zone>`. */
  readonly name: string;
  /** Zones that get a gateway: all, or the first. */
  readonly zones: readonly string[];
  /** Public subnets, in the order of the zones. */
  readonly publicSubnetIds: readonly string[];
  /** Route tables that lead out through them; with fewer gateways than tables the last gateway serves the rest. */
  readonly routeTableIds: readonly string[];
  /** The way to the internet, which must exist before a gateway can start. */
  readonly internetRoute: ITerraformDependable;
}

/** Ways out of private subnets, each with a fixed public address. */
export class NatGateways extends Construct {
  readonly ids: string[];
  /** What others see as the sender. */
  readonly publicAddresses: string[];

  constructor(scope: Construct, id: string, props: NatGatewaysProps) {
    super(scope, id);
    const { name, zones, publicSubnetIds, routeTableIds, internetRoute } = props;
    const gateways = zones.map((zone, index) => {
      const tags = { Name: `${name}-${zone}` };
      const address = new Eip(this, `${zone}-address`, { domain: 'vpc', tags });
      const gateway = new NatGateway(this, zone, {
        allocationId: address.id,
        subnetId: publicSubnetIds[index] ?? '',
        tags,
        dependsOn: [internetRoute],
      });
      return { id: gateway.id, address: address.publicIp };
    });
    this.ids = gateways.map((gateway) => gateway.id);
    this.publicAddresses = gateways.map((gateway) => gateway.address);
    for (const [index, routeTableId] of routeTableIds.entries()) {
      new Route(this, `way-out-${index}`, {
        routeTableId,
        destinationCidrBlock: '0.0.0.0/0',
        natGatewayId: this.ids[Math.min(index, this.ids.length - 1)] ?? '',
      });
    }
  }
}
