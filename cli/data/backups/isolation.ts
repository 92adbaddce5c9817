import { isGone, isTaken } from '../../adapters/backups/aws-errors.js';
import type { Placement, StoreKind } from '../../adapters/backups/index.js';
import { SET_TAG } from '../../adapters/backups/store.js';
import { tagList, tagsOf } from '../../adapters/backups/tag-list.js';
import type { BackupSession } from './backup-session.js';

/** Objects of a bucket that a proof restores. */
const SAMPLE = 200;

/** What a store that is restored for a proof gets instead of what the old one has: nobody reaches it, and it may go. */
export function isolationOf(kind: StoreKind, securityGroupId: string | undefined): Placement {
  const VpcSecurityGroupIds = securityGroupId ? [securityGroupId] : undefined;
  switch (kind) {
    case 'rds':
      return { ...(VpcSecurityGroupIds ? { VpcSecurityGroupIds } : {}), DeletionProtection: false, MultiAZ: false };
    case 'aurora':
    case 'documentdb':
      return { ...(VpcSecurityGroupIds ? { VpcSecurityGroupIds } : {}), DeletionProtection: false };
    case 'elasticache':
      return {
        ...(securityGroupId ? { SecurityGroupIds: [securityGroupId] } : {}),
        AutomaticFailoverEnabled: false,
        MultiAZEnabled: false,
        NumCacheClusters: 1,
      };
    case 's3':
      return { sample: SAMPLE };
    default:
      return {};
  }
}

/**
 * A security group of its own for what a proof restores, which lets in the cluster's nodes only, where the assertions run.
 * Undefined when nothing of the set is in a network.
 */
export async function isolatedSecurityGroup(
  session: BackupSession,
  set: string,
  kinds: readonly StoreKind[],
): Promise<string | undefined> {
  if (!kinds.some((kind) => ['rds', 'aurora', 'documentdb', 'elasticache'].includes(kind))) return undefined;
  const { clients, environment } = session;
  const resources = await session.resources();
  const vpcId = resources.find(({ type }) => type === 'aws_vpc')?.attributes.id;
  if (typeof vpcId !== 'string') return undefined;
  const ec2 = await clients.ec2();
  const GroupName = groupName(environment.id, set);
  try {
    const Tags = tagList({
      [SET_TAG]: set,
      'backlot:platform': environment.platform,
      'backlot:environment': environment.id,
      Name: GroupName,
    });
    const { GroupId } = await ec2.createSecurityGroup({
      GroupName,
      Description: `Restored for a proof of backup set ${set}`,
      VpcId: vpcId,
      TagSpecifications: [{ ResourceType: 'security-group', Tags }],
    });
    const nodes = nodeGroup(resources);
    if (GroupId && nodes) {
      const UserIdGroupPairs = [{ GroupId: nodes, Description: 'Assertions' }];
      await ec2.authorizeSecurityGroupIngress({
        GroupId,
        IpPermissions: [{ IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432, UserIdGroupPairs }],
      });
    }
    return GroupId;
  } catch (error) {
    if (!isTaken(error) && (error as Error).name !== 'InvalidGroup.Duplicate') throw error;
    return (await findGroups(session)).find((each) => each.set === set)?.id;
  }
}

/** Removes the groups of proofs; one that is still used stays for the next run. @returns those that stay */
export async function removeIsolation(session: BackupSession, sets?: readonly string[]): Promise<string[]> {
  const ec2 = await session.clients.ec2();
  const stay: string[] = [];
  for (const { id, set } of await findGroups(session)) {
    if (sets && !sets.includes(set)) continue;
    await ec2.deleteSecurityGroup({ GroupId: id }).catch((error: unknown) => {
      if ((error as Error).name === 'DependencyViolation') stay.push(id);
      else if (!isGone(error)) throw error;
    });
  }
  return stay;
}

async function findGroups(session: BackupSession): Promise<{ id: string; set: string }[]> {
  const { clients, environment } = session;
  const ec2 = await clients.ec2();
  const Filters = [{ Name: 'tag:backlot:environment', Values: [environment.id] }];
  const { SecurityGroups = [] } = await ec2.describeSecurityGroups({ Filters });
  const groups = SecurityGroups.flatMap(({ GroupId: id, GroupName, Tags, VpcId }) => {
    const { 'backlot:platform': platform, [SET_TAG]: set } = tagsOf(Tags);
    return id && set && GroupName === groupName(environment.id, set) ? [{ id, set, platform, VpcId }] : [];
  });
  // Groups of earlier versions don't say whose they are: those of our network are ours.
  const unmarked = groups.some(({ platform }) => platform === undefined);
  const networks = unmarked ? await ownNetworks(session) : [];
  return groups.filter(({ platform, VpcId }) =>
    platform === undefined ? networks.includes(VpcId) : platform === environment.platform,
  );
}

async function ownNetworks({ resources }: BackupSession): Promise<unknown[]> {
  return (await resources()).filter(({ type }) => type === 'aws_vpc').map(({ attributes }) => attributes.id);
}

function groupName(environment: string, set: string): string {
  return `backlot-verify-${environment}-${set}`;
}

/** The group that EKS gives to all nodes of its cluster. */
function nodeGroup(resources: Awaited<ReturnType<BackupSession['resources']>>): string | undefined {
  const [config] = (resources.find(({ type }) => type === 'aws_eks_cluster')?.attributes.vpc_config ?? []) as readonly {
    readonly cluster_security_group_id?: string;
  }[];
  return config?.cluster_security_group_id || undefined;
}
