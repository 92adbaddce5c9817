import { shell } from '../../modules/values/shell-quoted.js';
import type { Look } from '../attachments.js';
import type { ApiObject } from '../aws-calls.js';
import { resource } from '../resource-type.js';
import { associations } from './associations.js';
import { byTags } from './by-tags.js';

/** Routes of a table: its own way out of the network, or into another. */
const routes: Look = {
  what: 'routes',
  asks: ['ec2:DescribeRouteTables'],
  find: async ({ values: { id } }, { ask, ours }) => {
    const table = (await ask('ec2:DescribeRouteTables', { RouteTableIds: [id] }))?.RouteTables?.[0];
    const all: ApiObject[] = table?.Routes ?? [];
    return all
      .filter(
        ({ GatewayId = '', Origin }) =>
          GatewayId !== 'local' && !GatewayId.startsWith('vpce-') && Origin !== PROPAGATED,
      )
      .filter(
        (route) =>
          !DESTINATIONS.some(
            ([name, at]) => route[at] && ours.has('aws_route', { route_table_id: id, [name]: route[at] }),
          ),
      )
      .map((route) => {
        const [, at, flag] = DESTINATIONS.find(([, member]) => route[member]) ?? ['', 'DestinationCidrBlock', ''];
        const destination = String(route[at]);
        const via = TARGETS.map((target) => route[target]).find(Boolean) ?? '?';
        const everything = destination === '0.0.0.0/0' || destination === '::/0';
        return {
          what: 'route',
          name: `${destination} via ${via}`,
          severity: everything ? ('critical' as const) : ('high' as const),
          ...(everything ? { says: 'all traffic goes that way' } : {}),
          remove: shell`aws ec2 delete-route --route-table-id ${id} --${flag} ${destination}`,
        };
      });
  },
};

const PROPAGATED = 'EnableVgwRoutePropagation';

/** Attribute of `aws_route`, member of the answer, flag of the command. */
const DESTINATIONS = [
  ['destination_cidr_block', 'DestinationCidrBlock', 'destination-cidr-block'],
  ['destination_ipv6_cidr_block', 'DestinationIpv6CidrBlock', 'destination-ipv6-cidr-block'],
  ['destination_prefix_list_id', 'DestinationPrefixListId', 'destination-prefix-list-id'],
] as const;

const TARGETS = [
  ...['GatewayId', 'NatGatewayId', 'VpcPeeringConnectionId', 'TransitGatewayId', 'NetworkInterfaceId', 'InstanceId'],
  ...['EgressOnlyInternetGatewayId', 'LocalGatewayId', 'CarrierGatewayId', 'CoreNetworkArn'],
];

/** What is known of `aws_route_table`. */
export default resource({
  type: 'aws_route_table',
  beside: [routes, associations],
  find: byTags('DescribeRouteTables', 'RouteTables', 'RouteTableId'),
  repeatable: true,
});
