import { ATTACHED_ITSELF, nothing } from '../attachments.js';
import { resource } from '../resource-type.js';
import { byRule } from './by-rule.js';

/** What is known of `aws_vpc_security_group_egress_rule`. */
export default resource({
  type: 'aws_vpc_security_group_egress_rule',
  beside: nothing(ATTACHED_ITSELF),
  find: byRule(true),
  hangs: true,
});
