import { handler } from '../contract.js';

const WRITE = {
  call: 'PutRolePolicy',
  send: 'none',
  input: { RoleName: '{role}', PolicyName: '{name}', PolicyDocument: '{policy}' },
} as const;

/** A policy inside a role. */
export default handler({
  type: 'aws_iam_role_policy',
  service: 'iam',
  id: '{role}:{name}',
  key: { RoleName: '{role}', PolicyName: '{name}' },
  create: WRITE,
  read: {
    call: 'GetRolePolicy',
    only: [],
    set: (described) => ({
      role: described.RoleName,
      name: described.PolicyName,
      policy: decodeURIComponent(described.PolicyDocument),
    }),
  },
  update: [{ ...WRITE, when: ['policy'] }],
  delete: { call: 'DeleteRolePolicy' },
  immutable: ['role', 'name', 'name_prefix'],
});
