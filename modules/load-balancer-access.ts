import { Construct } from 'constructs';
import { SecurityGroup } from './security-group.js';

/** What a {@link LoadBalancerAccess} is made from. */
export interface LoadBalancerAccessProps {
  /** Name of the security group. */
  readonly name: string;
  readonly vpcId: string;
  /** Network of the clients: `0.0.0.0/0` for the internet. */
  readonly clients: string;
  /** Network of the pods. */
  readonly vpcCidr: string;
  /** TCP ports of the pods that it forwards to. */
  readonly podPorts: readonly number[];
}

/** Plain HTTP is only answered with the way to HTTPS. */
const CLIENT_PORTS = { http: 80, https: 443 } as const;

/** Security group of load balancers: clients reach HTTP and HTTPS, and it reaches the declared ports of pods. */
export class LoadBalancerAccess extends Construct {
  readonly securityGroupId: string;
  private readonly podPorts: readonly number[];

  constructor(scope: Construct, id: string, props: LoadBalancerAccessProps) {
    super(scope, id);
    this.podPorts = props.podPorts;
    const group = new SecurityGroup(this, 'Default', {
      name: props.name,
      description: 'Load balancers in front of pods',
      vpcId: props.vpcId,
    });
    this.securityGroupId = group.id;
    for (const [name, port] of Object.entries(CLIENT_PORTS)) {
      group.addIngress(name, { description: `Clients by ${name.toUpperCase()}`, peer: { cidr: props.clients }, port });
    }
    for (const port of props.podPorts) {
      group.addEgress(`pods-${port}`, { description: 'Pods', peer: { cidr: props.vpcCidr }, port });
    }
  }

  /** Lets it in where pods are. */
  reach(pods: SecurityGroup, name: string): void {
    for (const port of this.podPorts) {
      const peer = { securityGroupId: this.securityGroupId };
      pods.addIngress(`${name}-${port}`, { description: 'Load balancers', peer, port });
    }
  }
}
