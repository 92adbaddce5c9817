import { NetworkAcl } from '@cdktn/provider-aws/lib/network-acl/index.js';
import { Construct } from 'constructs';
import type { Cidr } from './values/cidr.js';

/** What an {@link IsolatedNetworkAcl} is made from. */
export interface IsolatedNetworkAclProps {
  readonly name: string;
  readonly vpcId: string;
  /** The only network that the subnets speak with. */
  readonly peer: Cidr;
  readonly subnetIds: readonly string[];
}

/** Keeps subnets inside the network even if a route or a security group is opened by mistake. */
export class IsolatedNetworkAcl extends Construct {
  constructor(scope: Construct, id: string, props: IsolatedNetworkAclProps) {
    super(scope, id);
    const inside = {
      ruleNo: 100,
      action: 'allow',
      protocol: '-1',
      cidrBlock: String(props.peer),
      fromPort: 0,
      toPort: 0,
    };
    new NetworkAcl(this, 'Default', {
      vpcId: props.vpcId,
      subnetIds: [...props.subnetIds],
      ingress: [inside],
      egress: [inside],
      tags: { Name: props.name },
    });
  }
}
