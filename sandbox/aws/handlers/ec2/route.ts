import { crc32 } from 'node:zlib';
import { type ApiObject, type Attributes, handler } from '../contract.js';
import { createRoute, fromTarget, LOST_TARGETS } from './routes.js';

const TARGETS = [...LOST_TARGETS, 'gateway_id', 'nat_gateway_id', 'transit_gateway_id', 'vpc_peering_connection_id'];

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html */
export default handler({
  type: 'aws_route',
  service: 'ec2',
  importId: '{route_table_id}_{destination_cidr_block}',
  create: {
    run: async (state, context) => {
      if (isEmulated(state)) await createRoute(state.route_table_id, state.destination_cidr_block, state, context);
      return { id: routeId(state) };
    },
  },
  read: {
    run: async (state, { find }) => {
      const answer = await find('DescribeRouteTables', { RouteTableIds: [state.route_table_id] });
      const table = answer?.RouteTables?.[0];
      if (!isEmulated(state)) return table && state;
      const route = table?.Routes?.find(
        ({ DestinationCidrBlock }: ApiObject) => DestinationCidrBlock === state.destination_cidr_block,
      );
      return (
        route && {
          id: routeId(state),
          route_table_id: state.route_table_id,
          destination_cidr_block: state.destination_cidr_block,
          origin: route.Origin,
          state: route.State,
          ...fromTarget(route, state),
        }
      );
    },
  },
  update: [
    {
      when: TARGETS,
      run: async (state, context) => {
        if (!isEmulated(state)) return;
        const { route_table_id: RouteTableId, destination_cidr_block: DestinationCidrBlock } = state;
        // The emulator's ReplaceRoute keeps a peering or transit target beside the new one.
        await context.call('DeleteRoute', { RouteTableId, DestinationCidrBlock });
        await createRoute(RouteTableId, DestinationCidrBlock, state, context);
      },
    },
  ],
  delete: {
    run: async (state, { call }) => {
      if (!isEmulated(state)) return;
      const { route_table_id: RouteTableId, destination_cidr_block: DestinationCidrBlock } = state;
      await call('DeleteRoute', { RouteTableId, DestinationCidrBlock });
    },
  },
  immutable: ['route_table_id', 'destination_cidr_block', 'destination_ipv6_cidr_block', 'destination_prefix_list_id'],
  recordedAttributes: {
    ...Object.fromEntries(LOST_TARGETS.map((name) => [name, 'CreateRoute makes a route to local of it'])),
    destination_ipv6_cidr_block: 'CreateRoute only knows IPv4 destinations',
    destination_prefix_list_id: 'CreateRoute only knows IPv4 destinations',
  },
});

function isEmulated(state: Attributes): boolean {
  return Boolean(state.destination_cidr_block);
}

/** `r-rtb-0123456789abcdef01080289494`: the table and a checksum of the destination, as hashicorp/aws makes it. */
function routeId(state: Attributes): string {
  const destination =
    state.destination_cidr_block || state.destination_ipv6_cidr_block || state.destination_prefix_list_id || '';
  return `r-${state.route_table_id}${crc32(destination)}`;
}
