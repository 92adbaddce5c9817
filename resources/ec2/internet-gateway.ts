import { nothing } from '../attachments.js';
import { resource } from '../resource-type.js';
import { byTags } from './by-tags.js';

/** What is known of `aws_internet_gateway`. */
export default resource({
  type: 'aws_internet_gateway',
  beside: nothing('what it is attached to is an attribute, and routes are asked for at their tables'),
  find: byTags('DescribeInternetGateways', 'InternetGateways', 'InternetGatewayId'),
  repeatable: true,
});
