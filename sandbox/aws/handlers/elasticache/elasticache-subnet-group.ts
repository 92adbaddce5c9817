import { type ApiObject, handler } from '../contract.js';

/** https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateCacheSubnetGroup.html */
export default handler({
  type: 'aws_elasticache_subnet_group',
  service: 'elasticache',
  id: '{name}',
  key: { CacheSubnetGroupName: '{name}' },
  prefix: 'CacheSubnetGroup',
  create: { call: 'CreateCacheSubnetGroup' },
  read: {
    call: 'DescribeCacheSubnetGroups',
    at: 'CacheSubnetGroups.0',
    set: (group) => ({ subnet_ids: group.Subnets?.map((subnet: ApiObject) => subnet.SubnetIdentifier) ?? [] }),
  },
  update: [{ call: 'ModifyCacheSubnetGroup', send: ['description', 'subnet_ids'] }],
  delete: { call: 'DeleteCacheSubnetGroup' },
  defaults: { description: 'Managed by Terraform' },
  immutable: ['name'],
});
