import { SecurityGroup } from '@cdktn/provider-aws/lib/security-group/index.js';
import { VpcSecurityGroupEgressRule } from '@cdktn/provider-aws/lib/vpc-security-group-egress-rule/index.js';
import { VpcSecurityGroupIngressRule } from '@cdktn/provider-aws/lib/vpc-security-group-ingress-rule/index.js';
import { Construct } from 'constructs';

/** What a {@link WorkloadAccess} is made from. */
export interface WorkloadAccessProps {
  /** Name of the security group. */
  readonly name: string;
  readonly vpcId: string;
  /** TCP port of the data store. */
  readonly port: number;
  /** Group of those who may connect. */
  readonly workloadSecurityGroupId: string;
}

/** Security group of a data store: workloads reach its one port, nobody else does, and it opens no connection itself. */
export class WorkloadAccess extends Construct {
  readonly securityGroupId: string;
  private readonly port: number;

  constructor(scope: Construct, id: string, props: WorkloadAccessProps) {
    super(scope, id);
    this.port = props.port;
    this.securityGroupId = new SecurityGroup(this, 'Default', {
      name: props.name,
      description: `Workloads reach port ${props.port}`,
      vpcId: props.vpcId,
      tags: { Name: props.name },
      lifecycle: { createBeforeDestroy: true },
    }).id;
    this.allowFrom('workloads', props.workloadSecurityGroupId, 'Workloads');
    // The other end: the group of the workloads lets nothing out that no rule names.
    this.allowOut('workloads-out', props.workloadSecurityGroupId, this.securityGroupId, `To ${props.name}`, props.port);
  }

  /** Lets this one, a proxy, connect to another data store. */
  connectTo(target: WorkloadAccess): void {
    target.allowFrom('proxy', this.securityGroupId, 'Proxy');
    this.allowOut('target', this.securityGroupId, target.securityGroupId, 'To the database', target.port);
  }

  private allowFrom(id: string, sourceSecurityGroupId: string, description: string): void {
    new VpcSecurityGroupIngressRule(this, `from-${id}`, {
      securityGroupId: this.securityGroupId,
      referencedSecurityGroupId: sourceSecurityGroupId,
      ipProtocol: 'tcp',
      fromPort: this.port,
      toPort: this.port,
      description,
    });
  }

  private allowOut(id: string, from: string, to: string, description: string, port: number): void {
    new VpcSecurityGroupEgressRule(this, `to-${id}`, {
      securityGroupId: from,
      referencedSecurityGroupId: to,
      ipProtocol: 'tcp',
      fromPort: port,
      toPort: port,
      description,
    });
  }
}
