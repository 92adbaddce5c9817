import { nothing } from '../attachments.js';
import { named } from '../finder.js';
import { resource } from '../resource-type.js';

/** What is known of `aws_elasticache_user_group`. */
export default resource({
  type: 'aws_elasticache_user_group',
  beside: nothing('who is in it is an attribute'),
  find: named({
    ask: 'elasticache:DescribeUserGroups',
    by: { UserGroupId: '{user_group_id}' },
    at: 'UserGroups.0',
    id: '{user_group_id}',
  }),
});
