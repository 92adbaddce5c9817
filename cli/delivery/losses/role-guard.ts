import { type ShellLine, shell } from '../../../modules/values/shell-quoted.js';
import { awsCommand } from '../../session/cloud/aws-command.js';
import type { Cloud } from '../../session/cloud/index.js';
import type { Attributes } from '../../session/outputs/stored-attributes.js';

/** Something that goes with a plan, whatever its type. */
export interface Going {
  readonly type: string;
  readonly attributes: Attributes;
}

/**
 * What keeps a role from being deleted: policies that somebody wrote into it or attached to it, which no state has. IAM
 * deletes none that has one.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html
 */
export async function roleGuard(
  cloud: Pick<Cloud, 'settingsFor' | 'endpoint' | 'region'>,
  { name, force_detach_policies: force }: Attributes,
  going: readonly Going[],
): Promise<string | undefined> {
  if (force === true || typeof name !== 'string') return undefined;
  const { IAMClient, paginateListAttachedRolePolicies, paginateListRolePolicies } = await import('@aws-sdk/client-iam');
  const client = new IAMClient(cloud.settingsFor('iam'));
  const ours = (type: string, attribute: string) =>
    new Set(
      going.flatMap((each) =>
        each.type === type && each.attributes.role === name ? [each.attributes[attribute]] : [],
      ),
    );
  const [inline, attached] = [
    ours('aws_iam_role_policy', 'name'),
    ours('aws_iam_role_policy_attachment', 'policy_arn'),
  ];
  const commands: ShellLine[] = [];
  try {
    for await (const { PolicyNames = [] } of paginateListRolePolicies({ client }, { RoleName: name })) {
      const added = PolicyNames.filter((policy) => !inline.has(policy));
      commands.push(
        ...added.map((policy) => shell`iam delete-role-policy --role-name ${name} --policy-name ${policy}`),
      );
    }
    for await (const { AttachedPolicies = [] } of paginateListAttachedRolePolicies({ client }, { RoleName: name })) {
      const added = AttachedPolicies.flatMap(({ PolicyArn }) => (attached.has(PolicyArn) ? [] : [PolicyArn]));
      commands.push(...added.map((arn) => shell`iam detach-role-policy --role-name ${name} --policy-arn ${arn}`));
    }
  } catch (error) {
    // Who may not ask can't be told.
    if (/AccessDenied/.test((error as Error).name)) return undefined;
    throw error;
  } finally {
    client.destroy();
  }
  if (commands.length === 0) return undefined;
  return `it has policies that no state has, and IAM deletes no role with a policy: take them away first (${commands.map((each) => awsCommand(cloud, each)).join('; ')})`;
}
