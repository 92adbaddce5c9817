import { ATTACHED_ITSELF, nothing } from '../attachments.js';
import { named } from '../finder.js';
import { resource } from '../resource-type.js';

/** What is known of `aws_iam_role_policy`. */
export default resource({
  type: 'aws_iam_role_policy',
  beside: nothing(ATTACHED_ITSELF),
  find: named({
    ask: 'iam:GetRolePolicy',
    by: { RoleName: '{role}', PolicyName: '{name}' },
    id: '{role}:{name}',
  }),
  hangs: true,
});
