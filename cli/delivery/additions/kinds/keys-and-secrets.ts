import { shell } from '../../../../modules/values/shell-quoted.js';
import type { Attachments, Look } from '../attachments.js';
import { single } from '../attachments.js';
import type { OwnResources } from '../own-resources.js';
import { resourcePolicyVerdict } from '../policy-severity.js';
import { arnVerdict } from './stranger.js';

interface Grant {
  readonly GrantId: string;
  readonly Name?: string;
  readonly GranteePrincipal?: string;
  readonly RetiringPrincipal?: string;
  readonly IssuingAccount?: string;
  readonly Operations?: readonly string[];
  readonly Constraints?: { readonly EncryptionContextSubset?: object; readonly EncryptionContextEquals?: object };
}

/** Grants of a key. Services of AWS make theirs when they encrypt something; our stacks make none. */
const grants: Look = {
  what: 'grants',
  asks: ['kms:ListGrants'],
  find: async ({ values: { key_id: KeyId } }, { ask, ours, accountId }) => {
    const all: Grant[] = (await ask('kms:ListGrants', { KeyId }))?.Grants ?? [];
    return all
      .filter((grant) => !isOfService(grant, accountId) && !isForService(grant, ours))
      .map(({ GrantId, Name, GranteePrincipal = '?', Operations = [] }) => ({
        what: 'grant',
        name: Name || GrantId,
        ...arnVerdict(GranteePrincipal, accountId, `lets ${GranteePrincipal} ${Operations.join(', ')}`),
        remove: shell`aws kms revoke-grant --key-id ${KeyId} --grant-id ${GrantId}`,
      }));
  },
};

const OF_SERVICE = /\.amazonaws\.com(\.cn)?$|:role\/aws-service-role\/|:assumed-role\/(aws:|AWSServiceRole)/;

/**
 * Whether a service of AWS got it, or made it for a principal of this account. Who may retire a grant is chosen by whoever
 * makes it, so a service there says nothing about one for another account.
 */
function isOfService({ GranteePrincipal = '', RetiringPrincipal = '' }: Grant, accountId: string): boolean {
  const [, , , , account = ''] = GranteePrincipal.split(':');
  const isHere = account === accountId || account.startsWith('aws:') || !GranteePrincipal.startsWith('arn:');
  return OF_SERVICE.test(GranteePrincipal) || (OF_SERVICE.test(RetiringPrincipal) && isHere);
}

/** Lambda and EBS let one of our roles use the key for what its context names; EKS and Backup the role that they act as. */
function isForService({ GranteePrincipal = '', Constraints = {} }: Grant, ours: OwnResources): boolean {
  const context = { ...Constraints.EncryptionContextSubset, ...Constraints.EncryptionContextEquals };
  if (ours.has('aws_eks_cluster', { role_arn: GranteePrincipal })) return true;
  if (ours.has('aws_backup_selection', { iam_role_arn: GranteePrincipal })) return true;
  return ours.hasRole(GranteePrincipal) && Object.keys(context).some((name) => name.startsWith('aws:'));
}

/** Other names of a key. */
const aliases: Look = {
  what: 'aliases',
  asks: ['kms:ListAliases'],
  find: async ({ values: { key_id: KeyId } }, { ask, ours }) => {
    const all: { AliasName: string; TargetKeyId?: string }[] = (await ask('kms:ListAliases', { KeyId }))?.Aliases ?? [];
    return all
      .filter(({ TargetKeyId }) => TargetKeyId === undefined || TargetKeyId === KeyId)
      .filter(({ AliasName: name }) => !ours.has('aws_kms_alias', { name }))
      .map(({ AliasName }) => ({
        what: 'alias',
        name: AliasName,
        severity: 'notice',
        remove: shell`aws kms delete-alias --alias-name ${AliasName}`,
      }));
  },
};

const secretPolicy = single({
  what: 'policy',
  ask: 'secretsmanager:GetResourcePolicy',
  input: ({ arn }) => ({ SecretId: arn }),
  declaredBy: ['aws_secretsmanager_secret_policy', 'secret_arn'],
  there: ({ ResourcePolicy }) => ResourcePolicy,
  severity: (policy, { accountId }) => resourcePolicyVerdict(policy, accountId).severity,
  says: (policy, { accountId }) => resourcePolicyVerdict(policy, accountId).says,
  remove: ({ arn }) => shell`aws secretsmanager delete-resource-policy --secret-id ${arn}`,
});

const rotation = single({
  what: 'rotation',
  ask: 'secretsmanager:DescribeSecret',
  input: ({ arn }) => ({ SecretId: arn }),
  declaredBy: ['aws_secretsmanager_secret_rotation', 'secret_id'],
  there: ({ RotationEnabled, RotationLambdaARN }) => (RotationEnabled ? (RotationLambdaARN ?? true) : undefined),
  severity: 'high',
  says: 'a function writes its values',
  remove: ({ arn }) => shell`aws secretsmanager cancel-rotate-secret --secret-id ${arn}`,
});

/** Copies of a secret in other regions. */
const replicas: Look = {
  what: 'replicas',
  asks: ['secretsmanager:DescribeSecret'],
  find: async ({ values: { arn } }, { ask }) => {
    const there: { Region: string }[] =
      (await ask('secretsmanager:DescribeSecret', { SecretId: arn }))?.ReplicationStatus ?? [];
    // A refresh writes them into the secret's attributes, which declare none.
    return there.map(({ Region }) => ({
      what: 'replica',
      name: Region,
      severity: 'high',
      says: 'a copy of the value in another region',
      remove: shell`aws secretsmanager remove-regions-from-replication --secret-id ${arn} --remove-replica-regions ${Region}`,
    }));
  },
};

/** What can be attached to keys and secrets. A key has one policy, which is an attribute of it. */
export const keyAttachments: Readonly<Record<string, Attachments>> = {
  aws_kms_key: [grants, aliases],
  aws_secretsmanager_secret: [secretPolicy, rotation, replicas],
};
