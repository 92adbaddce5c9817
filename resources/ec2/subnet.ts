import { nothing } from '../attachments.js';
import { resource } from '../resource-type.js';
import { byTags } from './by-tags.js';

/** What is known of `aws_subnet`. */
export default resource({
  type: 'aws_subnet',
  beside: nothing('its route table and its ACL are asked for there'),
  find: byTags('DescribeSubnets', 'Subnets', 'SubnetId'),
  repeatable: true,
});
