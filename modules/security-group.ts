import { SecurityGroup as SecurityGroupResource } from '@cdktn/provider-aws/lib/security-group/index.js';
import { VpcSecurityGroupEgressRule } from '@cdktn/provider-aws/lib/vpc-security-group-egress-rule/index.js';
import { VpcSecurityGroupIngressRule } from '@cdktn/provider-aws/lib/vpc-security-group-ingress-rule/index.js';
import { Construct } from 'constructs';

/** What a {@link SecurityGroup} is made from. */
export interface SecurityGroupProps {
  readonly name: string;
  /** What it is for; AWS never lets it be changed. */
  readonly description: string;
  readonly vpcId: string;
  /** @default none */
  readonly tags?: Record<string, string>;
}

/** One opening of a security group. */
export interface SecurityGroupRule {
  /** Says who needs it; shown in the console. */
  readonly description: string;
  /** The other side: a network, or the members of a group. */
  readonly peer: { readonly cidr: string } | { readonly securityGroupId: string };
  /** TCP port. @default every protocol and port */
  readonly port?: number;
}

/** A security group that lets nothing in or out until told. */
export class SecurityGroup extends Construct {
  readonly id: string;

  constructor(scope: Construct, id: string, props: SecurityGroupProps) {
    super(scope, id);
    const { name, description, vpcId, tags } = props;
    this.id = new SecurityGroupResource(this, 'Default', {
      name,
      description,
      vpcId,
      tags: { Name: name, ...tags },
    }).id;
  }

  /** Lets connections in. */
  addIngress(id: string, rule: SecurityGroupRule): void {
    new VpcSecurityGroupIngressRule(this, `in-${id}`, { securityGroupId: this.id, ...renderRule(rule) });
  }

  /** Lets connections out. */
  addEgress(id: string, rule: SecurityGroupRule): void {
    new VpcSecurityGroupEgressRule(this, `out-${id}`, { securityGroupId: this.id, ...renderRule(rule) });
  }
}

function renderRule({ description, peer, port }: SecurityGroupRule) {
  return {
    description,
    cidrIpv4: 'cidr' in peer ? peer.cidr : undefined,
    referencedSecurityGroupId: 'cidr' in peer ? undefined : peer.securityGroupId,
    ...(port === undefined ? { ipProtocol: '-1' } : { ipProtocol: 'tcp', fromPort: port, toPort: port }),
  };
}
