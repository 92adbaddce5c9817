import { handler } from '../contract.js';
import { byCalls } from '../tagging/by-calls.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
export default handler({
  type: 'aws_iam_role',
  service: 'iam',
  id: '{name}',
  key: { RoleName: '{id}' },
  create: {
    call: 'CreateRole',
    send: ['description', 'max_session_duration', 'path', 'permissions_boundary'],
    input: { RoleName: '{name}', AssumeRolePolicyDocument: '{assume_role_policy}' },
  },
  read: {
    call: 'GetRole',
    at: 'Role',
    only: [],
    set: (described) => ({
      name: described.RoleName,
      arn: described.Arn,
      unique_id: described.RoleId,
      path: described.Path,
      description: described.Description ?? '',
      create_date: new Date(described.CreateDate).toISOString(),
      max_session_duration: described.MaxSessionDuration,
      permissions_boundary: described.PermissionsBoundary?.PermissionsBoundaryArn || null,
      assume_role_policy: decodeURIComponent(described.AssumeRolePolicyDocument),
    }),
  },
  update: [
    {
      call: 'UpdateAssumeRolePolicy',
      send: 'none',
      when: ['assume_role_policy'],
      input: { RoleName: '{id}', PolicyDocument: '{assume_role_policy}' },
    },
    {
      call: 'UpdateRole',
      send: 'none',
      when: ['description', 'max_session_duration'],
      input: { RoleName: '{id}', Description: '{description}', MaxSessionDuration: '{max_session_duration}' },
    },
    {
      when: ['permissions_boundary'],
      run: async (state, { call }) => {
        const RoleName = state.id;
        const PermissionsBoundary = state.permissions_boundary;
        if (PermissionsBoundary) await call('PutRolePermissionsBoundary', { RoleName, PermissionsBoundary });
        else await call('DeleteRolePermissionsBoundary', { RoleName });
      },
    },
  ],
  delete: {
    run: async (state, { call }) => {
      const RoleName = state.id;
      if (state.force_detach_policies) {
        const attached = await call('ListAttachedRolePolicies', { RoleName });
        for (const { PolicyArn } of attached.AttachedPolicies ?? [])
          await call('DetachRolePolicy', { RoleName, PolicyArn });
        const inline = await call('ListRolePolicies', { RoleName });
        for (const PolicyName of inline.PolicyNames ?? []) await call('DeleteRolePolicy', { RoleName, PolicyName });
      }
      await call('DeleteRole', { RoleName });
    },
  },
  local: ['force_detach_policies'],
  // Both are deprecated ways to say what separate resources say; reading them would claim those resources' policies.
  names: { inline_policy: null, managed_policy_arns: null },
  defaults: { description: '', force_detach_policies: false, max_session_duration: 3600, path: '/' },
  immutable: ['name', 'name_prefix', 'path'],
  retryOn: ['MalformedPolicyDocument: Invalid principal'],
  tags: byCalls({ key: { RoleName: '{id}' }, tag: 'TagRole', untag: 'UntagRole' }),
});
