import { type ApiObject, type Attributes, type Context, handler } from '../contract.js';
import { writePropagation } from './route-propagation.js';
import { fromRoutes, writeRoutes } from './routes.js';

/** The main route table of a VPC: adopted rather than created, so all its routes are those that are declared. */
export default handler({
  type: 'aws_default_route_table',
  service: 'ec2',
  importId: '{vpc_id}',
  create: [
    { run: async ({ default_route_table_id: id }) => ({ id }) },
    writePropagation,
    {
      run: async (state, context: Context) => {
        await writeRoutes.run(state, context);
      },
    },
  ],
  read: {
    call: 'DescribeRouteTables',
    at: 'RouteTables.0',
    input: described,
    only: ['owner_id', 'vpc_id'],
    set: (table, state) => ({
      id: table.RouteTableId,
      default_route_table_id: table.RouteTableId,
      propagating_vgws: (table.PropagatingVgws ?? []).map(({ GatewayId }: { GatewayId: string }) => GatewayId),
      route: fromRoutes(table, state.route ?? []),
    }),
  },
  update: [writePropagation, writeRoutes],
  // It goes with its VPC.
  delete: [],
  immutable: ['default_route_table_id'],
  optionalComputed: ['propagating_vgws'],
  computed: { arn: 'arn:{partition}:ec2:{region}:{account}:route-table/{id}' },
});

/** What names the table; an import only knows the VPC. */
function described({ id, default_route_table_id: table, vpc_id: vpc }: Attributes): ApiObject {
  if (table) return { RouteTableIds: [table] };
  return {
    Filters: [
      { Name: 'vpc-id', Values: [vpc ?? id] },
      { Name: 'association.main', Values: ['true'] },
    ],
  };
}
