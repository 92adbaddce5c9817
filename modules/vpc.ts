import { DefaultRouteTable } from '@cdktn/provider-aws/lib/default-route-table/index.js';
import { DefaultSecurityGroup } from '@cdktn/provider-aws/lib/default-security-group/index.js';
import { InternetGateway } from '@cdktn/provider-aws/lib/internet-gateway/index.js';
import { Vpc as VpcResource } from '@cdktn/provider-aws/lib/vpc/index.js';
import { Construct } from 'constructs';
import type { Cidr } from './values/cidr.js';

/** What a {@link Vpc} is made from. */
export interface VpcProps {
  /** Shown in the console, and the start of the names of its parts. */
  readonly name: string;
  readonly cidr: Cidr;
}

/** A VPC with a way to the internet, whose default security group and route table let nothing through. */
export class Vpc extends Construct {
  readonly id: string;
  readonly arn: string;
  readonly internetGatewayId: string;

  constructor(scope: Construct, id: string, props: VpcProps) {
    super(scope, id);
    const { name } = props;
    const vpc = new VpcResource(this, 'Default', {
      cidrBlock: String(props.cidr),
      enableDnsHostnames: true,
      enableDnsSupport: true,
      tags: { Name: name },
    });
    this.id = vpc.id;
    this.arn = vpc.arn;
    // Whatever is started without a security group or a subnet's route table of its own is cut off, not open.
    new DefaultSecurityGroup(this, 'default-security-group', {
      vpcId: vpc.id,
      ingress: [],
      egress: [],
      tags: { Name: `${name}-default-locked` },
    });
    new DefaultRouteTable(this, 'default-route-table', {
      defaultRouteTableId: vpc.defaultRouteTableId,
      route: [],
      tags: { Name: `${name}-default-unused` },
    });
    this.internetGatewayId = new InternetGateway(this, 'internet-gateway', { vpcId: vpc.id, tags: { Name: name } }).id;
  }
}
