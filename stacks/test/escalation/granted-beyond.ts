import { fits, type Request } from './statement.js';

/** Something that reaches things of others, with the reason that it has to. */
interface Beyond {
  readonly actions: string;
  readonly resources: string;
  /** Whether the deploy role has it, or only what is under the ceiling. */
  readonly of: 'deploy' | 'ceiling';
  readonly reason: string;
}

/** All of these. What is not here is a fault. */
export const GRANTED_BEYOND: readonly Beyond[] = [
  {
    of: 'deploy',
    actions: 'route53:DeleteHostedZone',
    resources: '*:hostedzone/*',
    reason: 'Route 53 knows no tags in policies; AWS deletes a zone only when its records are gone',
  },
  {
    of: 'deploy',
    actions: 'rds:*DBProxyTargets',
    resources: '*:target-group:*',
    reason: 'target groups come with a proxy, with random ids and without tags',
  },
  {
    of: 'deploy',
    actions: 'cloudfront:*Key*',
    resources: '*',
    reason: 'parts of distributions have ids and no tags; AWS deletes none that is in use',
  },
  {
    of: 'deploy',
    actions: 'cloudfront:*CachePolicy',
    resources: '*',
    reason: 'parts of distributions have ids and no tags; AWS deletes none that is in use',
  },
  {
    of: 'deploy',
    actions: 'ecr:PutReplicationConfiguration',
    resources: '*',
    reason: 'an account has one, shared by all environments',
  },
  {
    of: 'deploy',
    actions: 'logs:PutResourcePolicy',
    resources: '*',
    reason: 'delivery of logs has policies of the account',
  },
  {
    of: 'deploy',
    actions: 'logs:DeleteLogDelivery',
    resources: '*',
    reason: 'deliveries of logs have ids and no tags',
  },
  {
    of: 'ceiling',
    actions: 'rds:AddTagsToResource',
    resources: '*:snapshot:awsbackup:*',
    reason: 'AWS Backup gives a snapshot its tags while it makes it, and nothing tells that from later',
  },
  {
    of: 'ceiling',
    actions: 'rds-db:connect',
    resources: '*',
    reason: 'databases have ids and no tags there; a login needs the user, and a way through the network',
  },
  {
    of: 'ceiling',
    actions: 'rds:CreateDBSnapshot',
    resources: '*:snapshot:awsbackup:*',
    reason: 'a snapshot that is being made has a name of AWS Backup and no tags; its database must be ours',
  },
  {
    of: 'ceiling',
    actions: 'ec2:DeleteNetworkInterface',
    resources: '*',
    reason: 'Lambda asks for it without naming an interface; AWS deletes none that is in use',
  },
  {
    of: 'ceiling',
    actions: 'ec2:*PrivateIpAddresses',
    resources: '*',
    reason: 'Lambda and the network plug-in name no interface',
  },
  {
    of: 'ceiling',
    actions: 'ec2:ModifyNetworkInterfaceAttribute',
    resources: '*',
    reason: 'the network plug-in tags interfaces with the instance alone',
  },
  {
    of: 'ceiling',
    actions: 'ec2:AttachVolume',
    resources: '*:volume/*',
    reason: 'the EBS driver tags volumes with itself alone; the instance must be of the cluster',
  },
  {
    of: 'ceiling',
    actions: 'logs:*LogEvents',
    resources: '*:log-group:RDSOSMetrics*',
    reason: 'RDS writes what it measures of all databases of an account into one log group',
  },
  {
    of: 'ceiling',
    actions: 'wafv2:DisassociateWebACL',
    resources: '*:loadbalancer/app/*',
    reason: 'a firewall is taken off without naming it',
  },
];

/** Why a role may do what is no environment's own; nothing where it may not. */
export function beyondReason(role: string, { action, resource }: Request): string | undefined {
  const of = role.endsWith('-deploy') ? 'deploy' : role.endsWith('-plan') ? 'plan' : 'ceiling';
  return GRANTED_BEYOND.find((each) => each.of === of && fits(each.actions, action) && fits(each.resources, resource))
    ?.reason;
}
