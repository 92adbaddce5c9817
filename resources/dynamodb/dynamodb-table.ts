import { named } from '../finder.js';
import { resource } from '../resource-type.js';

/** What is known of `aws_dynamodb_table`. */
export default resource({
  type: 'aws_dynamodb_table',
  holds: {
    lost: 'its items and their point-in-time recovery',
    section: 'tables',
    affix: /^table-/,
  },
  backup: { kind: 'dynamodb', identifiedBy: 'name', outlives: true },
  find: named({ ask: 'dynamodb:DescribeTable', by: { TableName: '{name}' }, id: '{name}' }),
});
