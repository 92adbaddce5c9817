import { nothing } from '../attachments.js';
import { named } from '../finder.js';
import { resource } from '../resource-type.js';

/** What is known of `aws_elasticache_parameter_group`. */
export default resource({
  type: 'aws_elasticache_parameter_group',
  beside: nothing('its parameters are attributes'),
  find: named({
    ask: 'elasticache:DescribeCacheParameterGroups',
    by: { CacheParameterGroupName: '{name}' },
    at: 'CacheParameterGroups.0',
    id: '{name}',
  }),
});
