import type { Collected, CollectedRole } from './collect.js';
import { isAllowed } from './evaluate.js';
import type { Path } from './kinds.js';
import type { Request } from './statement.js';

/** A kind of thing that somebody else has: how it gets tags, and what a new owner could then do to it. */
interface Target {
  readonly tagging: string;
  readonly resource: (place: { readonly account: string; readonly region: string }) => string;
  readonly gains: readonly string[];
}

const ec2 = (kind: string, ...gains: string[]): Target => ({
  tagging: 'ec2:CreateTags',
  resource: ({ account, region }) => `arn:aws:ec2:${region}:${account}:${kind}/x-22222222`,
  gains: gains.map((each) => `ec2:${each}`),
});

const TARGETS: readonly Target[] = [
  ec2(
    'security-group',
    'AuthorizeSecurityGroupIngress',
    'AuthorizeSecurityGroupEgress',
    'DeleteSecurityGroup',
    'RunInstances',
  ),
  ec2('route-table', 'CreateRoute', 'ReplaceRoute', 'DeleteRouteTable', 'AssociateRouteTable'),
  ec2('vpc', 'CreateSubnet', 'CreateSecurityGroup', 'DeleteVpc', 'ModifyVpcAttribute', 'CreateVpcEndpoint'),
  ec2('subnet', 'RunInstances', 'DeleteSubnet', 'CreateNatGateway'),
  ec2('network-acl', 'CreateNetworkAclEntry', 'DeleteNetworkAcl'),
  ec2('network-interface', 'ModifyNetworkInterfaceAttribute', 'DetachNetworkInterface'),
  ec2('instance', 'TerminateInstances', 'ModifyInstanceAttribute', 'AttachVolume'),
  ec2('launch-template', 'CreateLaunchTemplateVersion', 'DeleteLaunchTemplate'),
  ec2('volume', 'AttachVolume', 'DeleteVolume', 'CreateSnapshot'),
  ec2('elastic-ip', 'AssociateAddress', 'ReleaseAddress'),
  {
    tagging: 'kms:TagResource',
    resource: ({ account, region }) => `arn:aws:kms:${region}:${account}:key/22222222-2222`,
    gains: ['kms:PutKeyPolicy', 'kms:Decrypt', 'kms:CreateGrant', 'kms:ScheduleKeyDeletion'],
  },
  {
    tagging: 'cloudfront:TagResource',
    resource: ({ account }) => `arn:aws:cloudfront::${account}:distribution/E2222222222222`,
    gains: ['cloudfront:UpdateDistribution', 'cloudfront:DeleteDistribution'],
  },
  {
    tagging: 'acm:AddTagsToCertificate',
    resource: ({ account, region }) => `arn:aws:acm:${region}:${account}:certificate/22222222-2222`,
    gains: ['acm:DeleteCertificate'],
  },
  {
    tagging: 'backup:TagResource',
    resource: ({ account, region }) => `arn:aws:backup:${region}:${account}:backup-plan:22222222-2222`,
    gains: ['backup:UpdateBackupPlan', 'backup:DeleteBackupPlan'],
  },
  {
    tagging: 'rds:AddTagsToResource',
    resource: ({ account, region }) => `arn:aws:rds:${region}:${account}:db-proxy:prx-22222222`,
    gains: ['rds:ModifyDBProxy', 'rds:DeleteDBProxy'],
  },
  {
    tagging: 'rds:AddTagsToResource',
    resource: ({ account, region }) => `arn:aws:rds:${region}:${account}:snapshot:awsbackup:job-2222`,
    gains: ['rds:RestoreDBInstanceFromDBSnapshot', 'rds:CopyDBSnapshot'],
  },
  {
    tagging: 'lambda:TagResource',
    resource: ({ account, region }) => `arn:aws:lambda:${region}:${account}:event-source-mapping:22222222-2222`,
    gains: ['lambda:DeleteEventSourceMapping', 'lambda:UpdateEventSourceMapping'],
  },
  {
    tagging: 'elasticloadbalancing:AddTags',
    resource: ({ account, region }) => `arn:aws:elasticloadbalancing:${region}:${account}:loadbalancer/app/other/2222`,
    gains: ['elasticloadbalancing:DeleteLoadBalancer', 'elasticloadbalancing:SetSecurityGroups'],
  },
];

/** Names that a taker might give: what is told by a name, too, is not told by the tags alone. */
const NAMES = [undefined, 'default-locked', 'default-unused', 'x'];

/** A way to a thing, and the request that gives it tags. */
export interface Takeover {
  readonly tagging: Request;
  readonly path: Path;
}

/** What carries tags of ours only because a role gave them to it, and what any role could then do to it. */
export function takeoverPaths(
  { environment, roles }: Pick<Collected, 'environment' | 'roles'>,
  role: CollectedRole,
  tried: () => void,
): Takeover[] {
  const { platform, id, aws } = environment;
  const place = { account: aws.accountId, region: aws.region };
  const given = {
    'backlot:platform': platform,
    'backlot:environment': id,
    [`kubernetes.io/cluster/${platform}-${id}-cluster`]: 'owned',
    'elbv2.k8s.aws/cluster': `${platform}-${id}-cluster`,
    'ebs.csi.aws.com/cluster': 'true',
    'node.k8s.amazonaws.com/instance_id': 'i-1',
  };
  const before: readonly Readonly<Record<string, string>>[] = [
    {},
    { 'aws:ResourceTag/backlot:platform': platform },
    { 'aws:ResourceTag/Name': 'legacy' },
  ];
  return TARGETS.flatMap((target) =>
    NAMES.flatMap((name) => {
      const tags = { ...given, ...(name && { Name: `${platform}-${id}-${name}` }) };
      const resource = target.resource(place);
      const asks = before.some((has) => {
        tried();
        const context = { ...has, ...prefixed('aws:RequestTag/', tags), 'aws:TagKeys': Object.keys(tags) };
        return isAllowed(role.rights, { action: target.tagging, resource, context });
      });
      if (!asks) return [];
      const context = { ...prefixed('aws:ResourceTag/', tags), 'kms:GrantIsForAWSResource': 'true' };
      return target.gains
        .filter((action) => roles.some(({ rights }) => isAllowed(rights, { action, resource, context })))
        .map(
          (action): Takeover => ({
            tagging: { action: target.tagging, resource },
            path: {
              kind: 'tag to take over',
              who: role.name,
              what: `${target.tagging}, then ${action} on ${resource}`,
            },
          }),
        );
    }),
  );
}

function prefixed(start: string, tags: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [`${start}${key}`, value]));
}
