import { nothing } from '../attachments.js';
import { resource } from '../resource-type.js';
import { byTags } from './by-tags.js';

/** What is known of `aws_eip`. */
export default resource({
  type: 'aws_eip',
  beside: nothing('what it is given to is an attribute'),
  find: byTags('DescribeAddresses', 'Addresses', 'AllocationId'),
  repeatable: true,
});
