import { handler } from '../contract.js';

/** A managed policy on a role. */
export default handler({
  type: 'aws_iam_role_policy_attachment',
  service: 'iam',
  id: '{role}/{policy_arn}',
  create: { call: 'AttachRolePolicy', send: 'none', input: { RoleName: '{role}', PolicyArn: '{policy_arn}' } },
  read: {
    call: 'ListAttachedRolePolicies',
    at: 'AttachedPolicies[PolicyArn={policy_arn}]',
    input: { RoleName: '{role}', MaxItems: 1000 },
    only: [],
    set: (described, state) => ({ role: state.role, policy_arn: described.PolicyArn }),
  },
  delete: { call: 'DetachRolePolicy', send: 'none', input: { RoleName: '{role}', PolicyArn: '{policy_arn}' } },
  retryOn: ['NoSuchEntity'],
});
