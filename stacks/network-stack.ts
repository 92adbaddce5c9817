import { Route } from '@cdktn/provider-aws/lib/route/index.js';
import { TerraformOutput } from 'cdktn';
import type { Construct } from 'constructs';
import { AwsLocation } from '../modules/aws-location.js';
import { FlowLogs } from '../modules/flow-logs.js';
import { IsolatedNetworkAcl } from '../modules/isolated-network-acl.js';
import { LoadBalancerAccess } from '../modules/load-balancer-access.js';
import { NatGateways } from '../modules/nat-gateways.js';
import { SecurityGroup } from '../modules/security-group.js';
import { SubnetTier } from '../modules/subnet-tier.js';
import { Cidr } from '../modules/values/cidr.js';
import { Duration } from '../modules/values/duration.js';
import { Vpc } from '../modules/vpc.js';
import { VpcEndpoints } from '../modules/vpc-endpoints.js';
import { availabilityZones } from './availability-zones.js';
import type { FoundationStack } from './foundation-stack.js';
import { PlatformStack, type PlatformStackProps } from './platform-stack.js';
import { type Exposure, routedPorts } from './routed-services.js';
import type { StackDefinition } from './stack-definition.js';
import { subnetNetworks } from './subnet-networks.js';

/** What a {@link NetworkStack} is made from. */
export interface NetworkStackProps extends PlatformStackProps {
  readonly foundation: FoundationStack;
}

/** The VPC: public, private and isolated data subnets in each zone, ways out, endpoints, flow logs, shared groups. */
export class NetworkStack extends PlatformStack {
  readonly vpcId: string;
  readonly vpcCidr: string;
  readonly zones: string[];
  readonly publicSubnetIds: string[];
  readonly privateSubnetIds: string[];
  readonly dataSubnetIds: string[];
  /** Worn by nodes, pods and functions that need data stores, which let in nobody else. */
  readonly workloadSecurityGroupId: string;
  readonly endpointSecurityGroupId: string;
  readonly natGatewayIds: string[];
  /** Worn by load balancers, by where they stand; none without services that have routes. */
  readonly loadBalancerSecurityGroupIds: Readonly<Partial<Record<Exposure, string>>>;
  private readonly location: AwsLocation;
  private readonly cidr: Cidr;

  constructor(scope: Construct, props: NetworkStackProps) {
    super(scope, 'network', props);
    const { aws, network } = props.environment;
    this.location = new AwsLocation(aws.accountId, aws.region);
    this.cidr = Cidr.parse(network.cidr);
    this.zones = availabilityZones(props.environment);
    const vpc = new Vpc(this, 'vpc', { name: this.names.of(), cidr: this.cidr });
    const tiers = this.addSubnets(vpc);
    this.vpcId = vpc.id;
    // Known from the declaration, so that plans downstream need not wait for the network.
    this.vpcCidr = network.cidr;
    this.publicSubnetIds = tiers.public.subnetIds;
    this.privateSubnetIds = tiers.private.subnetIds;
    this.dataSubnetIds = tiers.data.subnetIds;
    this.natGatewayIds = this.addWaysOut(vpc, tiers);
    const workloads = this.addWorkloadGroup();
    this.workloadSecurityGroupId = workloads.id;
    this.loadBalancerSecurityGroupIds = this.addLoadBalancerGroups(workloads);
    this.endpointSecurityGroupId = this.addEndpoints(tiers);
    if (network.flowLogs.enabled) {
      new FlowLogs(this, 'flow-logs', {
        name: this.names.of('flow-logs'),
        location: this.location,
        vpcId: this.vpcId,
        keyArn: props.foundation.keys.logs.arn,
        retention: Duration.parse(network.flowLogs.retention),
      });
    }
    this.addOutputs();
  }

  private addSubnets(vpc: Vpc): Record<'public' | 'private' | 'data', SubnetTier> {
    const networks = subnetNetworks(this.environment);
    const tier = (kind: 'private' | 'public' | 'data', tags?: Record<string, string>) => {
      const own = networks[kind];
      // Network policies name pods' peers outside of the cluster by address.
      new TerraformOutput(this, `${kind}_subnet_cidrs`, { value: own.map(String) });
      return new SubnetTier(this, kind, {
        name: this.names.of(kind),
        vpcId: vpc.id,
        zones: this.zones,
        cidrs: own,
        routeTables: kind === 'private' ? 'per-zone' : 'shared',
        tags: { 'backlot:tier': kind, ...tags },
      });
    };
    const tiers = {
      private: tier('private', { 'kubernetes.io/role/internal-elb': '1' }),
      public: tier('public', { 'kubernetes.io/role/elb': '1' }),
      data: tier('data'),
    };
    new IsolatedNetworkAcl(this, 'data-acl', {
      name: this.names.of('data'),
      vpcId: vpc.id,
      peer: this.cidr,
      subnetIds: tiers.data.subnetIds,
    });
    return tiers;
  }

  private addWaysOut(vpc: Vpc, tiers: Record<'public' | 'private', SubnetTier>): string[] {
    const internetRoute = new Route(this, 'internet', {
      routeTableId: tiers.public.routeTableIds[0] ?? '',
      destinationCidrBlock: '0.0.0.0/0',
      gatewayId: vpc.internetGatewayId,
    });
    const { natGateways } = this.environment.network;
    if (natGateways === 'none') return [];
    const nat = new NatGateways(this, 'nat', {
      name: this.names.of('nat'),
      zones: natGateways === 'single' ? this.zones.slice(0, 1) : this.zones,
      publicSubnetIds: tiers.public.subnetIds,
      routeTableIds: tiers.private.routeTableIds,
      internetRoute,
    });
    new TerraformOutput(this, 'nat_public_addresses', { value: nat.publicAddresses });
    return nat.ids;
  }

  private addWorkloadGroup(): SecurityGroup {
    const group = new SecurityGroup(this, 'workloads', {
      name: this.names.of('workloads'),
      description: 'Nodes, pods and functions; data stores let in its members only',
      vpcId: this.vpcId,
    });
    const peer = { securityGroupId: group.id };
    group.addIngress('members', { description: 'Workloads among each other', peer });
    group.addEgress('vpc', { description: 'Data stores, endpoints, workloads', peer: { cidr: this.vpcCidr } });
    // AWS, registries and providers are reached by TLS; their addresses change, so the network cannot name them.
    group.addEgress('https', { description: 'AWS and the internet by TLS', peer: { cidr: '0.0.0.0/0' }, port: 443 });
    return group;
  }

  private addLoadBalancerGroups(workloads: SecurityGroup): Partial<Record<Exposure, string>> {
    const clients = { public: '0.0.0.0/0', internal: this.vpcCidr };
    const groups = Object.entries(routedPorts(this.environment)).map(([exposure, podPorts]) => {
      const name = `${exposure}-load-balancers`;
      const access = new LoadBalancerAccess(this, name, {
        name: this.names.of(name),
        vpcId: this.vpcId,
        clients: clients[exposure as Exposure],
        vpcCidr: this.vpcCidr,
        podPorts,
      });
      access.reach(workloads, name);
      return [exposure, access.securityGroupId];
    });
    return Object.fromEntries(groups);
  }

  private addEndpoints(tiers: Record<'private' | 'data', SubnetTier>): string {
    const { gatewayEndpoints, interfaceEndpoints } = this.environment.network;
    const group = new SecurityGroup(this, 'endpoint-access', {
      name: this.names.of('endpoints'),
      description: 'Interface endpoints of AWS services',
      vpcId: this.vpcId,
    });
    group.addIngress('vpc', { description: 'AWS APIs from the network', peer: { cidr: this.vpcCidr }, port: 443 });
    new VpcEndpoints(this, 'endpoint', {
      name: this.names.of(),
      location: this.location,
      vpcId: this.vpcId,
      gateways: gatewayEndpoints,
      routeTableIds: tiers.private.routeTableIds,
      interfaces: interfaceEndpoints,
      subnetIds: tiers.private.subnetIds,
      securityGroupId: group.id,
    });
    return group.id;
  }

  private addOutputs(): void {
    new TerraformOutput(this, 'vpc_id', { value: this.vpcId });
    new TerraformOutput(this, 'vpc_cidr', { value: this.vpcCidr });
    new TerraformOutput(this, 'availability_zones', { value: this.zones });
    new TerraformOutput(this, 'public_subnet_ids', { value: this.publicSubnetIds });
    new TerraformOutput(this, 'private_subnet_ids', { value: this.privateSubnetIds });
    new TerraformOutput(this, 'data_subnet_ids', { value: this.dataSubnetIds });
    new TerraformOutput(this, 'workload_security_group_id', { value: this.workloadSecurityGroupId });
    for (const [exposure, value] of Object.entries(this.loadBalancerSecurityGroupIds)) {
      new TerraformOutput(this, `${exposure}_load_balancer_security_group_id`, { value });
    }
  }
}

/** Every environment has it. */
export const network: StackDefinition = {
  id: 'network',
  description: 'VPC, subnets, NAT, endpoints, flow logs',
  dependsOn: ['foundation'],
  enabled: () => true,
  build: (app, environment, upstream) =>
    new NetworkStack(app, { environment, foundation: upstream.get<FoundationStack>('foundation') }),
};
