import { shell } from '../../modules/values/shell-quoted.js';
import type { Look, World } from '../attachments.js';
import { named } from '../finder.js';
import { identityPolicyVerdict, managedPolicyVerdict, type PolicyVerdict } from '../policy-severity.js';
import { resource } from '../resource-type.js';

/** Policies written into a role. */
const inlinePolicies: Look = {
  what: 'inline policies',
  asks: ['iam:ListRolePolicies', 'iam:GetRolePolicy'],
  find: async ({ values: { name: role } }, { ask, ours }) => {
    const names: string[] = (await ask('iam:ListRolePolicies', { RoleName: role }))?.PolicyNames ?? [];
    const added = names.filter((name) => !ours.has('aws_iam_role_policy', { role, name }));
    return Promise.all(
      added.map(async (name) => {
        const policy = await ask('iam:GetRolePolicy', { RoleName: role, PolicyName: name });
        return {
          what: 'inline policy',
          name,
          ...identityPolicyVerdict(policy?.PolicyDocument),
          remove: shell`aws iam delete-role-policy --role-name ${role} --policy-name ${name}`,
        };
      }),
    );
  },
};

/** Managed policies given to a role. */
const attachedPolicies: Look = {
  what: 'attached policies',
  asks: ['iam:ListAttachedRolePolicies', 'iam:GetPolicy', 'iam:GetPolicyVersion'],
  find: async ({ values: { name: role } }, world) => {
    const answer = await world.ask('iam:ListAttachedRolePolicies', { RoleName: role });
    const attached: { PolicyArn: string; PolicyName: string }[] = answer?.AttachedPolicies ?? [];
    const added = attached.filter(
      ({ PolicyArn }) => !world.ours.has('aws_iam_role_policy_attachment', { role, policy_arn: PolicyArn }),
    );
    return Promise.all(
      added.map(async ({ PolicyArn, PolicyName }) => ({
        what: 'attached policy',
        name: PolicyName,
        ...(await verdictOf(PolicyArn, world)),
        remove: shell`aws iam detach-role-policy --role-name ${role} --policy-arn ${PolicyArn}`,
      })),
    );
  },
};

/** Profiles with which instances take a role. EKS and Karpenter make their own for the roles of nodes. */
const instanceProfiles: Look = {
  what: 'instance profiles',
  asks: ['iam:ListInstanceProfilesForRole'],
  find: async ({ values: { name: role } }, { ask, ours }) => {
    const answer = await ask('iam:ListInstanceProfilesForRole', { RoleName: role });
    const profiles: { InstanceProfileName: string; Path?: string; Tags?: { Key: string }[] }[] =
      answer?.InstanceProfiles ?? [];
    return profiles
      .filter(({ InstanceProfileName: name }) => !ours.has('aws_iam_instance_profile', { name }))
      .filter(
        ({ InstanceProfileName: name, Path = '' }) => !/^eks-[0-9a-f-]{36}$/.test(name) && !/karpenter/.test(Path),
      )
      .filter(({ Tags = [] }) => !Tags.some(({ Key }) => Key.startsWith('karpenter.')))
      .map(({ InstanceProfileName: name }) => ({
        what: 'instance profile',
        name,
        severity: 'high',
        says: 'an instance with it acts as the role',
        remove: shell`aws iam remove-role-from-instance-profile --instance-profile-name ${name} --role-name ${role}`,
      }));
  },
};

async function verdictOf(PolicyArn: string, { ask }: World): Promise<PolicyVerdict> {
  if (PolicyArn.includes(':iam::aws:')) return managedPolicyVerdict(PolicyArn);
  const VersionId = (await ask('iam:GetPolicy', { PolicyArn }))?.Policy?.DefaultVersionId;
  if (!VersionId) return managedPolicyVerdict(PolicyArn);
  const version = await ask('iam:GetPolicyVersion', { PolicyArn, VersionId });
  return identityPolicyVerdict(version?.PolicyVersion?.Document);
}

/** What is known of `aws_iam_role`. */
export default resource({
  type: 'aws_iam_role',
  beside: [inlinePolicies, attachedPolicies, instanceProfiles],
  find: named({ ask: 'iam:GetRole', by: { RoleName: '{name}' }, at: 'Role', id: '{name}' }),
});
