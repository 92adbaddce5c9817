import { type ShellLine, shell } from '../../modules/values/shell-quoted.js';
import { type Found, keeping, type Look, type World } from '../attachments.js';
import type { ApiObject } from '../aws-calls.js';
import { named } from '../finder.js';
import { resource } from '../resource-type.js';
import { policiesOf } from './policies-of.js';

/** Who gets into a cluster. EKS makes entries for the roles of nodes and for itself. */
const accessEntries: Look = {
  what: 'access entries',
  asks: ['eks:ListAccessEntries', 'eks:DescribeAccessEntry', 'eks:ListAssociatedAccessPolicies'],
  find: async ({ values: { name: clusterName } }, world) => {
    const principals: string[] = (await world.ask('eks:ListAccessEntries', { clusterName }))?.accessEntries ?? [];
    const strangers = principals.filter(
      (principal_arn) =>
        !world.ours.has('aws_eks_access_entry', { cluster_name: clusterName, principal_arn }) &&
        !principal_arn.includes(':role/aws-service-role/'),
    );
    const found = await Promise.all(strangers.map((principalArn) => entry(clusterName, principalArn, world)));
    return found.flatMap((each) => each ?? []);
  },
};

async function entry(clusterName: string, principalArn: string, world: World): Promise<Found | undefined> {
  const described = await world.ask('eks:DescribeAccessEntry', { clusterName, principalArn });
  const { type = 'STANDARD', kubernetesGroups: groups = [] } = described?.accessEntry ?? {};
  if (type !== 'STANDARD' && world.ours.hasRole(principalArn)) return undefined;
  const policies = await policiesOf(clusterName, principalArn, world);
  const admin = policies.some((arn) => /AdminPolicy$/.test(arn)) || groups.includes('system:masters');
  const given = [...policies.map((arn) => arn.slice(arn.lastIndexOf('/') + 1)), ...groups];
  return {
    what: 'access entry',
    name: principalArn,
    severity: admin ? 'critical' : 'high',
    says: given.length > 0 ? `gives ${given.join(', ')}` : `of type ${type}`,
    remove: shell`aws eks delete-access-entry --cluster-name ${clusterName} --principal-arn ${principalArn}`,
  };
}

/** Service accounts that act as roles. */
const podIdentities: Look = {
  what: 'pod identity associations',
  asks: ['eks:ListPodIdentityAssociations'],
  find: async ({ values: { name: clusterName } }, { ask, ours }) => {
    const all: ApiObject[] = (await ask('eks:ListPodIdentityAssociations', { clusterName }))?.associations ?? [];
    return all
      .filter(({ associationId }) => !ours.has('aws_eks_pod_identity_association', { association_id: associationId }))
      .map(({ associationId, namespace, serviceAccount, roleArn }) => ({
        what: 'pod identity association',
        name: `${namespace}/${serviceAccount}`,
        severity: 'high',
        says: `pods act as ${roleArn ?? 'a role'}`,
        remove: shell`aws eks delete-pod-identity-association --cluster-name ${clusterName} --association-id ${associationId}`,
      }));
  },
};

/** A kind of which a cluster lists the names. */
function names(options: {
  readonly what: string;
  readonly ask: string;
  readonly at: string;
  readonly declaredBy: readonly [type: string, attribute: string];
  readonly says?: string;
  readonly remove: (name: string, clusterName: string) => ShellLine;
}): Look {
  const {
    what,
    ask: operation,
    at,
    declaredBy: [type, attribute],
    says,
    remove,
  } = options;
  return {
    what: `${what}s`,
    asks: [operation],
    find: async ({ values: { name: clusterName } }, { ask, ours }) => {
      const all: string[] = (await ask(operation, { clusterName }))?.[at] ?? [];
      return all
        .filter(
          (name) => !ours.has(type, { cluster_name: clusterName, [attribute]: name }) && !OF_GUARD_DUTY.test(name),
        )
        .map((name) => ({
          what,
          name,
          severity: 'high',
          ...(says ? { says } : {}),
          remove: remove(name, clusterName),
        }));
    },
  };
}

/** GuardDuty installs and keeps it, where an account has it watch over clusters. */
const OF_GUARD_DUTY = /^aws-guardduty-agent$/;

const addons = names({
  what: 'add-on',
  ask: 'eks:ListAddons',
  at: 'addons',
  declaredBy: ['aws_eks_addon', 'addon_name'],
  says: 'software of its own in the cluster',
  remove: (name, clusterName) => shell`aws eks delete-addon --addon-name ${name} --cluster-name ${clusterName}`,
});

const nodeGroups = names({
  what: 'node group',
  ask: 'eks:ListNodegroups',
  at: 'nodegroups',
  declaredBy: ['aws_eks_node_group', 'node_group_name'],
  remove: (name, clusterName) => shell`aws eks delete-nodegroup --nodegroup-name ${name} --cluster-name ${clusterName}`,
});

const fargateProfiles = names({
  what: 'Fargate profile',
  ask: 'eks:ListFargateProfiles',
  at: 'fargateProfileNames',
  declaredBy: ['aws_eks_fargate_profile', 'fargate_profile_name'],
  remove: (name, clusterName) =>
    shell`aws eks delete-fargate-profile --fargate-profile-name ${name} --cluster-name ${clusterName}`,
});

/** Issuers of logins that the API server believes. */
const identityProviders: Look = {
  what: 'identity providers',
  asks: ['eks:ListIdentityProviderConfigs'],
  find: async ({ values: { name: clusterName } }, { ask, ours }) => {
    const answer = await ask('eks:ListIdentityProviderConfigs', { clusterName });
    const all: { type: string; name: string }[] = answer?.identityProviderConfigs ?? [];
    return all
      .filter(
        ({ name }) =>
          !ours.all.some(
            ({ type, values }) =>
              type === 'aws_eks_identity_provider_config' && JSON.stringify(values).includes(`"${name}"`),
          ),
      )
      .map(({ type, name }) => ({
        what: 'identity provider',
        name,
        severity: 'critical',
        says: 'its logins are believed by the API server',
        remove: shell`aws eks disassociate-identity-provider-config --cluster-name ${clusterName} --identity-provider-config type=${type},name=${name}`,
      }));
  },
};

/** What is known of `aws_eks_cluster`. */
export default resource({
  type: 'aws_eks_cluster',
  version: 'version',
  // DeleteCluster refuses while it has node groups or Fargate profiles.
  beside: [accessEntries, podIdentities, addons, keeping(nodeGroups), keeping(fargateProfiles), identityProviders],
  find: named({ ask: 'eks:DescribeCluster', by: { name: '{name}' }, at: 'cluster', id: '{name}' }),
});
