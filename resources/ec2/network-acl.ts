import { nothing } from '../attachments.js';
import { resource } from '../resource-type.js';
import { byTags } from './by-tags.js';

/** What is known of `aws_network_acl`. */
export default resource({
  type: 'aws_network_acl',
  beside: nothing('its entries and subnets are attributes'),
  find: byTags('DescribeNetworkAcls', 'NetworkAcls', 'NetworkAclId'),
  repeatable: true,
});
