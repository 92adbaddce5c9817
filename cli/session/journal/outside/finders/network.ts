import { type Finder, listed, named, pick, WRITTEN_AGAIN } from '../finder.js';

const tagged = (operation: string, at: string, id: string, gone: readonly string[] = []): Finder =>
  listed({
    ask: `ec2:${operation}`,
    at,
    id,
    same: {},
    tags: 'Tags',
    unless: ({ State }) => gone.includes(State),
  });

/**
 * What EC2 gives ids of its own, by tags: names of one environment are unique.
 *
 * Forms of the import ids: https://registry.terraform.io/providers/hashicorp/aws/latest/docs
 */
export const networkFinders: Readonly<Record<string, Finder>> = {
  aws_vpc: tagged('DescribeVpcs', 'Vpcs', 'VpcId'),
  aws_subnet: tagged('DescribeSubnets', 'Subnets', 'SubnetId'),
  aws_internet_gateway: tagged('DescribeInternetGateways', 'InternetGateways', 'InternetGatewayId'),
  aws_nat_gateway: tagged('DescribeNatGateways', 'NatGateways', 'NatGatewayId', ['deleting', 'deleted', 'failed']),
  aws_eip: tagged('DescribeAddresses', 'Addresses', 'AllocationId'),
  aws_route_table: tagged('DescribeRouteTables', 'RouteTables', 'RouteTableId'),
  aws_network_acl: tagged('DescribeNetworkAcls', 'NetworkAcls', 'NetworkAclId'),
  aws_security_group: tagged('DescribeSecurityGroups', 'SecurityGroups', 'GroupId'),
  aws_vpc_endpoint: tagged('DescribeVpcEndpoints', 'VpcEndpoints', 'VpcEndpointId', ['deleting', 'deleted']),
  aws_flow_log: tagged('DescribeFlowLogs', 'FlowLogs', 'FlowLogId'),
  aws_launch_template: listed({
    ask: 'ec2:DescribeLaunchTemplates',
    at: 'LaunchTemplates',
    same: { LaunchTemplateName: 'name' },
    id: 'LaunchTemplateId',
  }),
  aws_route: async ({ values }, calls) => {
    const { route_table_id: table } = values;
    const target =
      values.destination_cidr_block || values.destination_ipv6_cidr_block || values.destination_prefix_list_id;
    if (!table || !target) return [];
    const found = await calls.ask('ec2:DescribeRouteTables', { RouteTableIds: [table] });
    const routes: Record<string, unknown>[] = found?.RouteTables?.[0]?.Routes ?? [];
    const members = ['DestinationCidrBlock', 'DestinationIpv6CidrBlock', 'DestinationPrefixListId'];
    return routes.some((route) => members.some((member) => route[member] === target)) ? [`${table}_${target}`] : [];
  },
  aws_route_table_association: async ({ values }, calls) => {
    const { route_table_id: table, subnet_id: subnet } = values;
    if (!table || !subnet) return [];
    const found = await calls.ask('ec2:DescribeRouteTables', { RouteTableIds: [table] });
    const associations: Record<string, unknown>[] = found?.RouteTables?.[0]?.Associations ?? [];
    return associations.some(({ SubnetId }) => SubnetId === subnet) ? [`${subnet}/${table}`] : [];
  },
  aws_vpc_security_group_ingress_rule: rule(false),
  aws_vpc_security_group_egress_rule: rule(true),
  // What every VPC has: adopted by its creation anyway.
  aws_default_route_table: WRITTEN_AGAIN,
  aws_default_security_group: WRITTEN_AGAIN,
  aws_default_network_acl: WRITTEN_AGAIN,
  aws_autoscaling_group: named({
    ask: 'autoscaling:DescribeAutoScalingGroups',
    by: { AutoScalingGroupNames: ['{name}'] },
    at: 'AutoScalingGroups.0',
    id: '{name}',
  }),
};

/** A rule of a security group is what it allows. */
function rule(egress: boolean): Finder {
  return async ({ values }, calls) => {
    const group = values.security_group_id;
    const source = ['cidr_ipv4', 'cidr_ipv6', 'prefix_list_id', 'referenced_security_group_id'].find(
      (name) => values[name],
    );
    if (!group || !source) return [];
    const Filters = [{ Name: 'group-id', Values: [group] }];
    const found = await calls.ask('ec2:DescribeSecurityGroupRules', { Filters });
    const port = (value: unknown) => (value === undefined || value === null ? -1 : Number(value));
    return (found?.SecurityGroupRules ?? [])
      .filter((each: Record<string, unknown>) => each.GroupId === group && each.IsEgress === egress)
      .filter(
        (each: Record<string, unknown>) =>
          String(each.IpProtocol) === String(values.ip_protocol) &&
          (String(each.IpProtocol) === '-1' ||
            (port(each.FromPort) === port(values.from_port) && port(each.ToPort) === port(values.to_port))) &&
          pick(each, SOURCES[source] as string) === values[source],
      )
      .map(({ SecurityGroupRuleId }: Record<string, string>) => SecurityGroupRuleId);
  };
}

const SOURCES: Readonly<Record<string, string>> = {
  cidr_ipv4: 'CidrIpv4',
  cidr_ipv6: 'CidrIpv6',
  prefix_list_id: 'PrefixListId',
  referenced_security_group_id: 'ReferencedGroupInfo.GroupId',
};
