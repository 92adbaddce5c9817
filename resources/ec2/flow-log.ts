import { ALL_ATTRIBUTES, nothing } from '../attachments.js';
import { resource } from '../resource-type.js';
import { byTags } from './by-tags.js';

/** What is known of `aws_flow_log`. */
export default resource({
  type: 'aws_flow_log',
  beside: nothing(ALL_ATTRIBUTES),
  find: byTags('DescribeFlowLogs', 'FlowLogs', 'FlowLogId'),
  repeatable: true,
});
