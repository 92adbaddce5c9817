import { nothing } from '../attachments.js';
import { resource } from '../resource-type.js';
import { byTags } from './by-tags.js';

/** What is known of `aws_vpc_endpoint`. */
export default resource({
  type: 'aws_vpc_endpoint',
  beside: nothing('its policy, networks and groups are attributes'),
  find: byTags('DescribeVpcEndpoints', 'VpcEndpoints', 'VpcEndpointId', ['deleting', 'deleted']),
  repeatable: true,
});
