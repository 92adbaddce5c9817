import { handler } from '../contract.js';

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_AssociateAccessPolicy.html */
export default handler({
  type: 'aws_eks_access_policy_association',
  service: 'eks',
  id: '{cluster_name}#{principal_arn}#{policy_arn}',
  key: { clusterName: '{cluster_name}', principalArn: '{principal_arn}', policyArn: '{policy_arn}' },
  create: { call: 'AssociateAccessPolicy' },
  read: { call: 'ListAssociatedAccessPolicies', at: 'associatedAccessPolicies[policyArn={policy_arn}]' },
  delete: { call: 'DisassociateAccessPolicy' },
  names: {
    // Those of a policy for the whole cluster come as an empty list.
    'access_scope.namespaces': { from: (namespaces) => (namespaces?.length > 0 ? namespaces : null) },
  },
});
