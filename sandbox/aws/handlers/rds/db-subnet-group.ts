import { type ApiObject, handler } from '../contract.js';

/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBSubnetGroup.html */
export default handler({
  type: 'aws_db_subnet_group',
  service: 'rds',
  id: '{name}',
  key: { DBSubnetGroupName: '{name}' },
  prefix: 'DBSubnetGroup',
  create: { call: 'CreateDBSubnetGroup' },
  read: {
    call: 'DescribeDBSubnetGroups',
    at: 'DBSubnetGroups.0',
    set: (group) => ({ subnet_ids: group.Subnets?.map((subnet: ApiObject) => subnet.SubnetIdentifier) ?? [] }),
  },
  update: [{ call: 'ModifyDBSubnetGroup', send: ['description', 'subnet_ids'] }],
  delete: { call: 'DeleteDBSubnetGroup' },
  defaults: { description: 'Managed by Terraform' },
  immutable: ['name', 'name_prefix'],
});
