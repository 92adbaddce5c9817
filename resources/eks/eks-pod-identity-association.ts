import { ATTACHED_ITSELF, nothing } from '../attachments.js';
import { listed } from '../finder.js';
import { resource } from '../resource-type.js';

/** What is known of `aws_eks_pod_identity_association`. */
export default resource({
  type: 'aws_eks_pod_identity_association',
  beside: nothing(ATTACHED_ITSELF),
  find: listed({
    ask: 'eks:ListPodIdentityAssociations',
    by: { clusterName: '{cluster_name}' },
    at: 'associations',
    same: { namespace: 'namespace', serviceAccount: 'service_account' },
    id: '{cluster_name},{associationId}',
  }),
  hangs: true,
});
