import { Construct } from 'constructs';
import { SecurityGroup } from './security-group.js';

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
  private readonly group: SecurityGroup;
  private readonly port: number;

  constructor(scope: Construct, id: string, props: WorkloadAccessProps) {
    super(scope, id);
    this.port = props.port;
    this.group = new SecurityGroup(this, 'Default', {
      name: props.name,
      description: `Workloads reach port ${props.port}`,
      vpcId: props.vpcId,
    });
    this.securityGroupId = this.group.id;
    this.group.addIngress('workloads', {
      description: 'Workloads',
      peer: { securityGroupId: props.workloadSecurityGroupId },
      port: props.port,
    });
  }

  /** Lets this one, a proxy, connect to another data store. */
  connectTo(target: WorkloadAccess): void {
    const { group, port } = target;
    group.addIngress('proxy', {
      description: 'Connections that the proxy pools',
      peer: { securityGroupId: this.securityGroupId },
      port,
    });
    this.group.addEgress('database', { description: 'The database', peer: { securityGroupId: group.id }, port });
  }
}
