import type { Action, ApiObject, Attributes, Context } from '../contract.js';

/** Where a route may lead: Terraform's names and the API's. */
const TARGETS = {
  carrier_gateway_id: 'CarrierGatewayId',
  core_network_arn: 'CoreNetworkArn',
  egress_only_gateway_id: 'EgressOnlyInternetGatewayId',
  gateway_id: 'GatewayId',
  instance_id: 'InstanceId',
  local_gateway_id: 'LocalGatewayId',
  nat_gateway_id: 'NatGatewayId',
  network_interface_id: 'NetworkInterfaceId',
  odb_network_arn: 'OdbNetworkArn',
  transit_gateway_id: 'TransitGatewayId',
  vpc_endpoint_id: 'VpcEndpointId',
  vpc_peering_connection_id: 'VpcPeeringConnectionId',
} as const;

/** Targets that the emulator's CreateRoute loses: such a route leads to `local` there. */
export const LOST_TARGETS = [
  'carrier_gateway_id',
  'core_network_arn',
  'egress_only_gateway_id',
  'local_gateway_id',
  'network_interface_id',
  'odb_network_arn',
  'vpc_endpoint_id',
] as const;

/** The target of a route as the API takes it. */
export function toTarget(route: Attributes): ApiObject {
  const set = Object.entries(TARGETS).filter(([name]) => route[name]);
  return Object.fromEntries(set.map(([name, member]) => [member, route[name]]));
}

/** The target of a route as Terraform knows it; one that the emulator loses is kept from what is known. */
export function fromTarget(route: ApiObject, known: Attributes = {}): Attributes {
  const lost = LOST_TARGETS.some((name) => known[name]) && route.GatewayId === 'local';
  return Object.fromEntries(
    Object.entries(TARGETS)
      .filter(([name]) => !(lost && (LOST_TARGETS as readonly string[]).includes(name)))
      .map(([name, member]) => [name, lost ? null : (route[member] ?? null)]),
  );
}

/** Whether a route was made by the table itself, by propagation or by a gateway endpoint: nobody declares those. */
function isForeign(route: ApiObject): boolean {
  if (route.Origin === 'EnableVgwRoutePropagation') return true;
  if (route.Origin === 'CreateRouteTable' && route.GatewayId === 'local') return true;
  return Boolean(route.DestinationPrefixListId && String(route.GatewayId).startsWith('vpce-'));
}

/** The inline routes of a table, as far as they can be declared. */
export function fromRoutes(table: ApiObject, declared: readonly Attributes[]): Attributes[] {
  const emulated = (table.Routes ?? [])
    .filter((route: ApiObject) => !isForeign(route))
    .map((route: ApiObject) => {
      const known = declared.find(({ cidr_block }) => cidr_block === route.DestinationCidrBlock);
      return { ...known, cidr_block: route.DestinationCidrBlock ?? null, ...fromTarget(route, known) };
    });
  return [...emulated, ...declared.filter(({ cidr_block }) => !cidr_block)];
}

/** Makes a table's routes those that are declared: what else is there is deleted. */
export const writeRoutes: Action = {
  when: ['route'],
  run: async (state, context) => {
    const RouteTableId = state.id;
    const { RouteTables } = await context.call('DescribeRouteTables', { RouteTableIds: [RouteTableId] });
    const declared = ((state.route ?? []) as Attributes[]).filter(({ cidr_block }) => cidr_block);
    const kept = new Set<string>();
    for (const route of (RouteTables?.[0]?.Routes ?? []).filter((each: ApiObject) => !isForeign(each))) {
      const wanted = declared.find(({ cidr_block }) => cidr_block === route.DestinationCidrBlock);
      if (wanted && leadsTo(route, wanted)) kept.add(route.DestinationCidrBlock);
      else await context.call('DeleteRoute', { RouteTableId, DestinationCidrBlock: route.DestinationCidrBlock });
    }
    for (const route of declared) {
      if (!kept.has(route.cidr_block)) await createRoute(RouteTableId, route.cidr_block, route, context);
    }
  },
};

/** Adds one route. */
export async function createRoute(
  table: string,
  destination: string,
  route: Attributes,
  { call }: Context,
): Promise<void> {
  await call('CreateRoute', { RouteTableId: table, DestinationCidrBlock: destination, ...toTarget(route) });
}

function leadsTo(route: ApiObject, wanted: Attributes): boolean {
  const found = fromTarget(route, wanted);
  return Object.entries(found).every(([name, value]) => (value || null) === (wanted[name] || null));
}
