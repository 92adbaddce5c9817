import { nothing } from '../attachments.js';
import { resource } from '../resource-type.js';
import { byTags } from './by-tags.js';

/** What is known of `aws_nat_gateway`. */
export default resource({
  type: 'aws_nat_gateway',
  beside: nothing('its addresses are attributes'),
  find: byTags('DescribeNatGateways', 'NatGateways', 'NatGatewayId', ['deleting', 'deleted', 'failed']),
  repeatable: true,
});
