import { nothing } from '../attachments.js';
import { named } from '../finder.js';
import { resource } from '../resource-type.js';

/** What is known of `aws_elasticache_user`. */
export default resource({
  type: 'aws_elasticache_user',
  beside: nothing('its rights and passwords are attributes'),
  find: named({
    ask: 'elasticache:DescribeUsers',
    by: { UserId: '{user_id}' },
    at: 'Users.0',
    id: '{user_id}',
  }),
});
