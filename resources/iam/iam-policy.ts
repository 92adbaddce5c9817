import { shell } from '../../modules/values/shell-quoted.js';
import { type Found, keeping, type Look } from '../attachments.js';
import { named } from '../finder.js';
import { resource } from '../resource-type.js';

/** Whom a policy of ours is given to beside our roles. */
const holders: Look = {
  what: 'holders of the policy',
  asks: ['iam:ListEntitiesForPolicy'],
  find: async ({ values: { arn } }, { ask, ours }) => {
    const answer = await ask('iam:ListEntitiesForPolicy', { PolicyArn: arn });
    const given = (kind: string, name: string): Found => ({
      what: `holder of the policy`,
      name: `${kind} ${name}`,
      severity: 'high',
      remove: shell`aws iam detach-${kind}-policy --${kind}-name ${name} --policy-arn ${arn}`,
    });
    const { PolicyUsers: users = [], PolicyGroups: groups = [], PolicyRoles: roles = [] } = answer ?? {};
    return [
      ...users.map(({ UserName }: { UserName: string }) => given('user', UserName)),
      ...groups.map(({ GroupName }: { GroupName: string }) => given('group', GroupName)),
      // What our own roles hold is told at the role. A boundary gives nothing.
      ...roles
        .filter(({ RoleName }: { RoleName: string }) => !ours.has('aws_iam_role', { name: RoleName }))
        .map(({ RoleName }: { RoleName: string }) => given('role', RoleName)),
    ];
  },
};

/** What is known of `aws_iam_policy`. */
export default resource({
  type: 'aws_iam_policy',
  // DeletePolicy refuses while anybody has it.
  beside: [keeping(holders)],
  find: named({
    ask: 'iam:GetPolicy',
    by: { PolicyArn: 'arn:{partition}:iam::{account}:policy{path}{name}' },
    at: 'Policy',
    id: 'arn:{partition}:iam::{account}:policy{path}{name}',
  }),
});
