import { type ShellLine, shell } from '../../modules/values/shell-quoted.js';
import { type Found, keeping, type Look } from '../attachments.js';
import type { ApiObject } from '../aws-calls.js';
import { resource } from '../resource-type.js';
import { byTags } from './by-tags.js';
import { interfaces, securityGroups } from './in-vpc.js';
import { OF_CLUSTER, tagged } from './of-cluster.js';
import { addressRanges, instances, nameServers } from './vpc-settings.js';

/** How a kind of thing in a VPC is listed, and told from ours. */
interface InVpc {
  readonly what: string;
  readonly ask: string;
  readonly filters: readonly string[];
  readonly at: string;
  readonly id: string;
  /** Types of ours. @default none of our stacks makes one */
  readonly ours?: string;
  readonly severity: Found['severity'];
  readonly says?: string;
  readonly remove: (id: string, vpc: string) => ShellLine;
  /** Says no to what AWS or a controller makes. @default nothing of it does */
  readonly unless?: (found: ApiObject) => boolean;
}

function inVpc({ what, ask: operation, filters, at, id, ours: type, severity, says, remove, unless }: InVpc): Look {
  return {
    what: `${what}s`,
    asks: [operation],
    find: async ({ values: { id: vpc } }, { ask, ours }) => {
      const found = new Map<string, ApiObject>();
      for (const Name of filters) {
        const key =
          operation === 'ec2:DescribeFlowLogs' || operation === 'ec2:DescribeNatGateways' ? 'Filter' : 'Filters';
        const answer = await ask(operation, { [key]: [{ Name, Values: [vpc] }] });
        for (const each of (answer?.[at] ?? []) as ApiObject[]) found.set(each[id], each);
      }
      return [...found.values()]
        .filter((each) => !type || !ours.has(type, { id: each[id] }))
        .filter((each) => !unless?.(each) && !/^(delet|reject|fail|expired)/i.test(stateOf(each)))
        .map((each) => ({ what, name: each[id], severity, ...(says ? { says } : {}), remove: remove(each[id], vpc) }));
    },
  };
}

function stateOf({ State, Status }: ApiObject): string {
  return typeof State === 'string' ? State : (Status?.Code ?? '');
}

const peerings = inVpc({
  what: 'peering connection',
  ask: 'ec2:DescribeVpcPeeringConnections',
  filters: ['requester-vpc-info.vpc-id', 'accepter-vpc-info.vpc-id'],
  at: 'VpcPeeringConnections',
  id: 'VpcPeeringConnectionId',
  ours: 'aws_vpc_peering_connection',
  severity: 'critical',
  says: 'joins another network to this one',
  remove: (id) => shell`aws ec2 delete-vpc-peering-connection --vpc-peering-connection-id ${id}`,
});

const transitAttachments = inVpc({
  what: 'transit gateway attachment',
  ask: 'ec2:DescribeTransitGatewayVpcAttachments',
  filters: ['vpc-id'],
  at: 'TransitGatewayVpcAttachments',
  id: 'TransitGatewayAttachmentId',
  ours: 'aws_ec2_transit_gateway_vpc_attachment',
  severity: 'critical',
  says: 'joins other networks to this one',
  remove: (id) => shell`aws ec2 delete-transit-gateway-vpc-attachment --transit-gateway-attachment-id ${id}`,
});

const internetGateways = inVpc({
  what: 'Internet gateway',
  ask: 'ec2:DescribeInternetGateways',
  filters: ['attachment.vpc-id'],
  at: 'InternetGateways',
  id: 'InternetGatewayId',
  ours: 'aws_internet_gateway',
  severity: 'critical',
  says: 'a way in from the Internet',
  remove: (id, vpc) => shell`aws ec2 detach-internet-gateway --internet-gateway-id ${id} --vpc-id ${vpc}`,
});

const vpnGateways = inVpc({
  what: 'VPN gateway',
  ask: 'ec2:DescribeVpnGateways',
  filters: ['attachment.vpc-id'],
  at: 'VpnGateways',
  id: 'VpnGatewayId',
  ours: 'aws_vpn_gateway',
  severity: 'critical',
  says: 'joins another network to this one',
  remove: (id, vpc) => shell`aws ec2 detach-vpn-gateway --vpn-gateway-id ${id} --vpc-id ${vpc}`,
});

const endpoints = inVpc({
  what: 'VPC endpoint',
  ask: 'ec2:DescribeVpcEndpoints',
  filters: ['vpc-id'],
  at: 'VpcEndpoints',
  id: 'VpcEndpointId',
  ours: 'aws_vpc_endpoint',
  severity: 'high',
  remove: (id) => shell`aws ec2 delete-vpc-endpoints --vpc-endpoint-ids ${id}`,
  unless: (endpoint) => endpoint.RequesterManaged === true || tagged(OF_CLUSTER)(endpoint),
});

const natGateways = inVpc({
  what: 'NAT gateway',
  ask: 'ec2:DescribeNatGateways',
  filters: ['vpc-id'],
  at: 'NatGateways',
  id: 'NatGatewayId',
  ours: 'aws_nat_gateway',
  severity: 'high',
  says: 'another way out',
  remove: (id) => shell`aws ec2 delete-nat-gateway --nat-gateway-id ${id}`,
});

const subnets = inVpc({
  what: 'subnet',
  ask: 'ec2:DescribeSubnets',
  filters: ['vpc-id'],
  at: 'Subnets',
  id: 'SubnetId',
  ours: 'aws_subnet',
  severity: 'high',
  remove: (id) => shell`aws ec2 delete-subnet --subnet-id ${id}`,
});

const flowLogs = inVpc({
  what: 'flow log',
  ask: 'ec2:DescribeFlowLogs',
  filters: ['resource-id'],
  at: 'FlowLogs',
  id: 'FlowLogId',
  ours: 'aws_flow_log',
  severity: 'high',
  says: 'writes down who talks to whom',
  remove: (id) => shell`aws ec2 delete-flow-logs --flow-log-ids ${id}`,
});

/** Entries of the ACL that a VPC is born with, which decides for the subnets that have none of their own. */
const defaultAcl: Look = {
  what: 'entries of the default network ACL',
  asks: ['ec2:DescribeNetworkAcls'],
  find: async ({ values: { default_network_acl_id: id } }, { ask, ours }) => {
    if (!id || ours.has('aws_default_network_acl', { id }) || ours.has('aws_network_acl', { id })) return [];
    const acl = (await ask('ec2:DescribeNetworkAcls', { NetworkAclIds: [id] }))?.NetworkAcls?.[0];
    const entries: ApiObject[] = acl?.Entries ?? [];
    // It is born with 100 and 101, which let everything through; the last refuses what none names.
    return entries
      .filter(
        ({ RuleNumber, RuleAction }) =>
          RuleNumber < 32767 && !([100, 101].includes(RuleNumber) && RuleAction === 'allow'),
      )
      .map(({ RuleNumber, RuleAction, Egress, CidrBlock, Ipv6CidrBlock }) => ({
        what: 'network ACL entry',
        name: `${RuleNumber} ${RuleAction} ${Egress ? 'to' : 'from'} ${CidrBlock ?? Ipv6CidrBlock}`,
        severity: 'high',
        remove: shell`aws ec2 delete-network-acl-entry --network-acl-id ${id} --rule-number ${RuleNumber} --${Egress ? 'egress' : 'ingress'}`,
      }));
  },
};

/** What is known of `aws_vpc`. */
export default resource({
  type: 'aws_vpc',
  beside: [
    // DeleteVpc and DeleteSubnet answer `DependencyViolation` while one of these is there, without naming it.
    ...[peerings, transitAttachments, internetGateways, vpnGateways, endpoints, natGateways, subnets].map((look) =>
      keeping(look),
    ),
    ...[instances, interfaces, securityGroups].map((look) => keeping(look)),
    ...[flowLogs, defaultAcl, nameServers, addressRanges],
  ],
  find: byTags('DescribeVpcs', 'Vpcs', 'VpcId'),
  repeatable: true,
});
