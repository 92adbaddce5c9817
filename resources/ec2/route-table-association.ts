import { ATTACHED_ITSELF, nothing } from '../attachments.js';
import { resource } from '../resource-type.js';

/** What is known of `aws_route_table_association`. */
export default resource({
  type: 'aws_route_table_association',
  beside: nothing(ATTACHED_ITSELF),
  find: async ({ values }, calls) => {
    const { route_table_id: table, subnet_id: subnet } = values;
    if (!table || !subnet) return [];
    const found = await calls.ask('ec2:DescribeRouteTables', { RouteTableIds: [table] });
    const associations: Record<string, unknown>[] = found?.RouteTables?.[0]?.Associations ?? [];
    return associations.some(({ SubnetId }) => SubnetId === subnet) ? [`${subnet}/${table}`] : [];
  },
  hangs: true,
});
