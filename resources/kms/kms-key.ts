import { shell } from '../../modules/values/shell-quoted.js';
import type { Look } from '../attachments.js';
import { carries } from '../finder.js';
import type { OwnResources } from '../own-resources.js';
import { resource } from '../resource-type.js';
import { arnVerdict } from '../stranger.js';

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

/** What is known of `aws_kms_key`. */
export default resource({
  type: 'aws_kms_key',
  holds: {
    lost: 'the means to read everything that is encrypted with it, snapshots included',
    section: 'keys',
    affix: /[-_.]?key$/,
  },
  beside: [grants, aliases],
  // Keys have no names: by description and tags.
  find: async ({ values }, calls) => {
    const { region } = values;
    const ids: string[] = [];
    for (const { KeyId } of (await calls.ask('kms:ListKeys', {}, { region }))?.Keys ?? []) {
      const key = (await calls.ask('kms:DescribeKey', { KeyId }, { region }))?.KeyMetadata;
      if (key?.Description !== values.description || key?.KeyState === 'PendingDeletion') continue;
      const tags = await calls.ask('kms:ListResourceTags', { KeyId }, { region });
      if (carries(tags?.Tags, values)) ids.push(KeyId);
    }
    return ids;
  },
  repeatable: true,
});
