import { ATTACHED_ITSELF, nothing } from '../attachments.js';
import { WRITTEN_AGAIN } from '../finder.js';
import { resource } from '../resource-type.js';

/** What is known of `aws_eks_access_policy_association`. */
export default resource({
  type: 'aws_eks_access_policy_association',
  beside: nothing(ATTACHED_ITSELF),
  find: WRITTEN_AGAIN,
});
