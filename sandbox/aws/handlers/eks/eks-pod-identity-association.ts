import { handler } from '../contract.js';

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_CreatePodIdentityAssociation.html */
export default handler({
  type: 'aws_eks_pod_identity_association',
  service: 'eks',
  importId: '{cluster_name},{id}',
  created: { id: 'association.associationId', association_arn: 'association.associationArn' },
  key: { clusterName: '{cluster_name}', associationId: '{id}' },
  create: { call: 'CreatePodIdentityAssociation' },
  read: { call: 'DescribePodIdentityAssociation', at: 'association' },
  update: [{ call: 'UpdatePodIdentityAssociation', when: ['disable_session_tags', 'role_arn'] }],
  delete: { call: 'DeletePodIdentityAssociation' },
  // The API can take the last two away in place; the emulator would keep them.
  immutable: ['cluster_name', 'namespace', 'service_account', 'policy', 'target_role_arn'],
  tags: {
    // The emulator does not know the ARN when it is to be tagged; see recordedAttributes.
    read: async (state, _context, { tags }) => state.tags_all ?? tags ?? {},
    write: async () => undefined,
  },
  recordedAttributes: { tags: 'The emulator takes the tags of associations at creation only.' },
});
