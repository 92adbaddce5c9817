import { ATTACHED_ITSELF, nothing } from '../attachments.js';
import { resource } from '../resource-type.js';

/** What is known of `aws_route`. */
export default resource({
  type: 'aws_route',
  beside: nothing(ATTACHED_ITSELF),
  find: async ({ values }, calls) => {
    const { route_table_id: table } = values;
    const target =
      values.destination_cidr_block || values.destination_ipv6_cidr_block || values.destination_prefix_list_id;
    if (!table || !target) return [];
    const found = await calls.ask('ec2:DescribeRouteTables', { RouteTableIds: [table] });
    const routes: Record<string, unknown>[] = found?.RouteTables?.[0]?.Routes ?? [];
    const members = ['DestinationCidrBlock', 'DestinationIpv6CidrBlock', 'DestinationPrefixListId'];
    return routes.some((route) => members.some((member) => route[member] === target)) ? [`${table}_${target}`] : [];
  },
  hangs: true,
});
