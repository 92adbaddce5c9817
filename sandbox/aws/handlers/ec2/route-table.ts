import { handler } from '../contract.js';
import { ec2Tagging } from '../tagging/ec2.js';
import { writePropagation } from './route-propagation.js';
import { fromRoutes, writeRoutes } from './routes.js';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRouteTable.html */
export default handler({
  type: 'aws_route_table',
  service: 'ec2',
  created: { id: 'RouteTable.RouteTableId' },
  key: { RouteTableId: '{id}' },
  create: [{ call: 'CreateRouteTable', send: ['vpc_id'] }, writePropagation, writeRoutes],
  read: {
    call: 'DescribeRouteTables',
    at: 'RouteTables.0',
    only: ['owner_id', 'vpc_id'],
    set: (table, state) => ({
      propagating_vgws: (table.PropagatingVgws ?? []).map(({ GatewayId }: { GatewayId: string }) => GatewayId),
      route: fromRoutes(table, state.route ?? []),
    }),
  },
  update: [writePropagation, writeRoutes],
  delete: { call: 'DeleteRouteTable' },
  immutable: ['vpc_id'],
  computed: { arn: 'arn:{partition}:ec2:{region}:{account}:route-table/{id}' },
  tags: ec2Tagging('route-table'),
});
