import { nothing } from '../attachments.js';
import { resource } from '../resource-type.js';
import { byTags } from './by-tags.js';

/** What is known of `aws_security_group`. */
export default resource({
  type: 'aws_security_group',
  beside: nothing('its rules are asked for by themselves, see find-stray-rules.ts'),
  find: byTags('DescribeSecurityGroups', 'SecurityGroups', 'GroupId'),
  repeatable: true,
});
