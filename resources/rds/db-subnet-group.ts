import { nothing } from '../attachments.js';
import { named } from '../finder.js';
import { resource } from '../resource-type.js';

/** What is known of `aws_db_subnet_group`. */
export default resource({
  type: 'aws_db_subnet_group',
  beside: nothing('its subnets are an attribute'),
  find: named({
    ask: 'rds:DescribeDBSubnetGroups',
    by: { DBSubnetGroupName: '{name}' },
    at: 'DBSubnetGroups.0',
    id: '{name}',
  }),
});
