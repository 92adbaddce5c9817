import { shell } from '../../../../modules/values/shell-quoted.js';
import type { ApiObject } from '../../../session/journal/outside/aws-calls.js';
import { type Attachments, type Found, keeping, type Look, type World } from '../attachments.js';
import { identityPolicyVerdict, managedPolicyVerdict, type PolicyVerdict } from '../policy-severity.js';

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

/** Roles that whoever has a token of a provider may take. The pipelines' of other environments share it: they say whose they are. */
const trusting: Look = {
  what: 'roles that trust the provider',
  asks: ['iam:ListRoles', 'iam:ListRoleTags'],
  find: async ({ values: { arn } }, { ask, ours }) => {
    const all: ApiObject[] = (await ask('iam:ListRoles', {}))?.Roles ?? [];
    const found: Found[] = [];
    for (const { RoleName, AssumeRolePolicyDocument: trust } of all) {
      if (ours.hasRole(RoleName) || !decoded(trust).includes(`"${arn}"`)) continue;
      if (await ofOtherEnvironment(RoleName, ask)) continue;
      found.push({
        what: 'role that trusts the provider',
        name: RoleName,
        severity: 'critical',
        says: 'whoever gets a token that it takes acts as it',
        remove: shell`aws iam delete-role --role-name ${RoleName}`,
      });
    }
    return found;
  },
};

async function ofOtherEnvironment(RoleName: string, ask: World['ask']): Promise<boolean> {
  const tags: { Key: string; Value: string }[] = (await ask('iam:ListRoleTags', { RoleName }))?.Tags ?? [];
  const value = (key: string) => tags.find(({ Key }) => Key === key)?.Value;
  const own = `${value('backlot:platform')}-${value('backlot:environment')}`;
  return RoleName === `${own}-plan` || RoleName === `${own}-deploy`;
}

/** IAM encodes documents as in a URL; an emulator may not. */
function decoded(document: unknown): string {
  try {
    return decodeURIComponent(String(document ?? ''));
  } catch {
    return String(document);
  }
}

async function verdictOf(PolicyArn: string, { ask }: World): Promise<PolicyVerdict> {
  if (PolicyArn.includes(':iam::aws:')) return managedPolicyVerdict(PolicyArn);
  const VersionId = (await ask('iam:GetPolicy', { PolicyArn }))?.Policy?.DefaultVersionId;
  if (!VersionId) return managedPolicyVerdict(PolicyArn);
  const version = await ask('iam:GetPolicyVersion', { PolicyArn, VersionId });
  return identityPolicyVerdict(version?.PolicyVersion?.Document);
}

/** What can be attached to roles and policies, and who trusts a provider of tokens. */
export const iamAttachments: Readonly<Record<string, Attachments>> = {
  aws_iam_openid_connect_provider: [trusting],
  aws_iam_role: [inlinePolicies, attachedPolicies, instanceProfiles],
  // DeletePolicy refuses while anybody has it.
  aws_iam_policy: [keeping(holders)],
};
