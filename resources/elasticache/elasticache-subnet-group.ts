import { nothing } from '../attachments.js';
import { named } from '../finder.js';
import { resource } from '../resource-type.js';

/** What is known of `aws_elasticache_subnet_group`. */
export default resource({
  type: 'aws_elasticache_subnet_group',
  beside: nothing('its subnets are an attribute'),
  find: named({
    ask: 'elasticache:DescribeCacheSubnetGroups',
    by: { CacheSubnetGroupName: '{name}' },
    at: 'CacheSubnetGroups.0',
    id: '{name}',
  }),
});
