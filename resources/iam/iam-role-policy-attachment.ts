import { ATTACHED_ITSELF, nothing } from '../attachments.js';
import { listed } from '../finder.js';
import { resource } from '../resource-type.js';

/** What is known of `aws_iam_role_policy_attachment`. */
export default resource({
  type: 'aws_iam_role_policy_attachment',
  beside: nothing(ATTACHED_ITSELF),
  find: listed({
    ask: 'iam:ListAttachedRolePolicies',
    by: { RoleName: '{role}' },
    at: 'AttachedPolicies',
    same: { PolicyArn: 'policy_arn' },
    id: '{role}/{PolicyArn}',
  }),
  hangs: true,
});
