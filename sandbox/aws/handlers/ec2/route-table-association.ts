import { type ApiObject, type Attributes, type Context, handler } from '../contract.js';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateRouteTable.html */
export default handler({
  type: 'aws_route_table_association',
  service: 'ec2',
  created: { id: 'AssociationId' },
  importId: '{subnet_id}/{route_table_id}',
  create: { call: 'AssociateRouteTable', send: ['subnet_id', 'gateway_id', 'route_table_id'] },
  read: {
    run: async (state, context) => {
      const found =
        (await association('association.route-table-association-id', state.id, context)) ??
        // Someone may have moved the subnet to another table, which gives the association a new id.
        (await association('association.subnet-id', state.subnet_id, context));
      return (
        found && {
          id: found.RouteTableAssociationId,
          route_table_id: found.RouteTableId,
          subnet_id: found.SubnetId ?? null,
        }
      );
    },
  },
  update: [
    {
      when: ['route_table_id'],
      run: async (state, { call }): Promise<Attributes> => {
        const { NewAssociationId } = await call('ReplaceRouteTableAssociation', {
          AssociationId: state.id,
          RouteTableId: state.route_table_id,
        });
        return { id: NewAssociationId };
      },
    },
  ],
  delete: { call: 'DisassociateRouteTable', input: { AssociationId: '{id}' } },
  immutable: ['subnet_id', 'gateway_id'],
  recomputed: { id: ['route_table_id'] },
  recordedAttributes: { gateway_id: 'AssociateRouteTable only keeps the subnet' },
});

async function association(
  filter: 'association.route-table-association-id' | 'association.subnet-id',
  value: string | null | undefined,
  { find }: Context,
): Promise<ApiObject | undefined> {
  if (!value) return undefined;
  const answer = await find('DescribeRouteTables', { Filters: [{ Name: filter, Values: [value] }] });
  const member = filter === 'association.subnet-id' ? 'SubnetId' : 'RouteTableAssociationId';
  return (answer?.RouteTables ?? [])
    .flatMap(({ Associations }: ApiObject) => Associations ?? [])
    .find((each: ApiObject) => each[member] === value);
}
