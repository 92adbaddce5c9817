import { nothing } from '../attachments.js';
import { named } from '../finder.js';
import { resource } from '../resource-type.js';

/** What is known of `aws_db_parameter_group`. */
export default resource({
  type: 'aws_db_parameter_group',
  beside: nothing('its parameters are attributes'),
  find: named({
    ask: 'rds:DescribeDBParameterGroups',
    by: { DBParameterGroupName: '{name}' },
    at: 'DBParameterGroups.0',
    id: '{name}',
  }),
});
