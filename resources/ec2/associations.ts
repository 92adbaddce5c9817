import { shell } from '../../modules/values/shell-quoted.js';
import type { Look } from '../attachments.js';
import type { ApiObject } from '../aws-calls.js';

/** Subnets and gateways that a table of ours decides for. */
export const associations: Look = {
  what: 'associations',
  asks: ['ec2:DescribeRouteTables'],
  find: async ({ values: { id } }, { ask, ours }) => {
    const table = (await ask('ec2:DescribeRouteTables', { RouteTableIds: [id] }))?.RouteTables?.[0];
    const all: ApiObject[] = table?.Associations ?? [];
    return all
      .filter(
        ({ Main, RouteTableAssociationId }) =>
          !Main && !ours.has('aws_route_table_association', { id: RouteTableAssociationId }),
      )
      .filter(
        ({ SubnetId }) =>
          !SubnetId || !ours.has('aws_route_table_association', { route_table_id: id, subnet_id: SubnetId }),
      )
      .map(({ RouteTableAssociationId, SubnetId, GatewayId }) => ({
        what: 'association',
        name: SubnetId ?? GatewayId ?? RouteTableAssociationId,
        severity: 'high',
        says: 'follows the routes of the table',
        remove: shell`aws ec2 disassociate-route-table --association-id ${RouteTableAssociationId}`,
      }));
  },
};
