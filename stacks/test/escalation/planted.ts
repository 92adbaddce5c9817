import type { Collected } from './collect.js';
import type { Kind } from './kinds.js';
import { listOf, type Statement } from './statement.js';

/** A way to more that is put into good policies, to see that it is found. */
export interface Planted {
  readonly kind: Kind;
  readonly title: string;
  /** Added to what the deploy role may do. */
  readonly deploy?: Statement;
  /** Added to the boundary of what is made. */
  readonly ceiling?: Statement;
  /** Changes what else there is. */
  readonly change?: (all: Collected) => Collected;
}

const allow = (Action: string | string[], Condition?: Statement['Condition'], Resource = '*'): Statement => ({
  Effect: 'Allow',
  Action,
  Resource,
  Condition,
});

const asksForTags = { StringEquals: { 'aws:RequestTag/backlot:environment': 'prod' } };

export const PLANTED: readonly Planted[] = [
  { kind: 'role without boundary', title: 'making roles without a condition', deploy: allow('iam:CreateRole') },
  { kind: 'role without boundary', title: 'lifting it', ceiling: allow('iam:DeleteRolePermissionsBoundary') },
  { kind: 'pass a role beyond', title: 'any role, from below the ceiling', ceiling: allow('iam:PassRole') },
  {
    kind: 'pass a role beyond',
    title: 'ours to any service',
    deploy: allow('iam:PassRole', undefined, 'arn:aws:iam::222222222222:role/backlot-prod-*'),
  },
  { kind: 'code of a foreign function', title: 'from below the ceiling', ceiling: allow('lambda:*') },
  { kind: 'tag to take over', title: 'groups, when our tags are asked for', deploy: allow('ec2:Create*', asksForTags) },
  { kind: 'tag to take over', title: 'load balancers', ceiling: allow('elasticloadbalancing:AddTags') },
  { kind: 'own policy', title: 'a new version of the boundary', ceiling: allow('iam:CreatePolicyVersion') },
  {
    kind: 'own policy',
    title: 'a policy for any role under the boundary',
    deploy: allow('iam:PutRolePolicy', {
      StringEquals: { 'iam:PermissionsBoundary': 'arn:aws:iam::222222222222:policy/backlot-prod-boundary' },
    }),
  },
  {
    kind: 'trust',
    title: 'of a role that somebody made by hand',
    deploy: allow('iam:UpdateAssumeRolePolicy', undefined, 'arn:aws:iam::222222222222:role/backlot-prod-*'),
  },
  { kind: 'key', title: 'grants to whoever is named', ceiling: allow('kms:CreateGrant') },
  { kind: 'key', title: 'policies of keys', deploy: allow('kms:PutKeyPolicy') },
  { kind: 'cluster access', title: 'entries of any cluster', deploy: allow('eks:CreateAccessEntry') },
  { kind: 'pod identity', title: 'made by what is made', ceiling: allow('eks:*') },
  {
    kind: 'pod of another',
    title: 'editors of the whole cluster',
    change: (all) => ({
      ...all,
      entries: [...all.entries, { principal: 'someone', policy: 'AmazonEKSEditPolicy', namespaces: [] }],
    }),
  },
  { kind: 'state', title: 'read below the ceiling', change: (all) => withoutDeny(all, '*') },
  { kind: 'state', title: 'its versions deleted', change: (all) => withoutDeny(all, 's3:DeleteObjectVersion') },
  { kind: 'machine', title: 'commands on instances', ceiling: allow('ssm:*') },
  { kind: 'machine', title: 'starts in any subnet', deploy: allow('ec2:RunInstances') },
  { kind: 'take a role', title: 'any of the account', ceiling: allow('sts:AssumeRole') },
  {
    kind: 'take a role',
    title: 'another account, without an external id',
    change: (all) =>
      withTrust(all, {
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::999999999999:root' },
        Action: 'sts:AssumeRole',
      }),
  },
  {
    kind: 'take a role',
    title: 'pods of any namespace',
    change: (all) =>
      withTrust(all, {
        Effect: 'Allow',
        Principal: { Service: 'pods.eks.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: {
          StringEquals: { 'aws:RequestTag/eks-cluster-name': 'x', 'aws:RequestTag/kubernetes-service-account': 'x' },
        },
      }),
  },
  { kind: 'secret of another', title: 'all, from below the ceiling', ceiling: allow('secretsmanager:GetSecretValue') },
  {
    kind: 'secret of another',
    title: 'passwords of any database',
    deploy: allow('secretsmanager:PutResourcePolicy', undefined, '*:secret:rds!db-*'),
  },
  { kind: 'data of another', title: 'all buckets', ceiling: allow('s3:*') },
  { kind: 'thing with an id', title: 'mappings of any function', deploy: allow('lambda:CreateEventSourceMapping') },
  { kind: 'thing with an id', title: 'distributions of others', deploy: allow('cloudfront:UpdateDistribution') },
  {
    kind: 'thing with an id',
    title: 'records of any name',
    deploy: allow('route53:ChangeResourceRecordSets', {
      'ForAllValues:StringEquals': { 'route53:ChangeResourceRecordSetsRecordTypes': 'A' },
    }),
  },
  {
    kind: 'open policy',
    title: 'a queue that takes from everybody',
    change: (all) => ({
      ...all,
      resourcePolicies: [
        ...all.resourcePolicies,
        {
          name: 'planted',
          statements: [{ Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: '*' }],
        },
      ],
    }),
  },
];

/** Ways to let go of records that are under Object Lock. */
export const PLANTED_UNDER_LOCK: readonly Planted[] = [
  { kind: 'state', title: 'any retention', change: (all) => withoutDeny(all, 's3:PutObjectRetention') },
  { kind: 'state', title: 'a hold on anything', change: (all) => withoutDeny(all, 's3:PutObjectLegalHold') },
  {
    kind: 'state',
    title: 'the bypass',
    change: (all) => withoutDeny(all, 's3:BypassGovernanceRetention'),
    deploy: allow('s3:BypassGovernanceRetention'),
  },
];

/** Good policies with one of these in them. */
export function plantedIn(all: Collected, { deploy, ceiling, change }: Planted): Collected {
  const roles = all.roles.map((role) => {
    const { identity, boundary } = role.rights;
    if (deploy && role.name.endsWith('-deploy')) return { ...role, rights: { identity: [...identity, deploy] } };
    if (ceiling && boundary) return { ...role, rights: { identity, boundary: [...boundary, ceiling] } };
    return role;
  });
  return change ? change({ ...all, roles }) : { ...all, roles };
}

function withoutDeny(all: Collected, action: string): Collected {
  const kept = (statements: readonly Statement[]) =>
    statements.filter(({ Effect, Action }) => Effect === 'Allow' || !listOf(Action).includes(action));
  const roles = all.roles.map((role) => ({
    ...role,
    rights: { identity: kept(role.rights.identity), boundary: role.rights.boundary && kept(role.rights.boundary) },
  }));
  return { ...all, roles };
}

function withTrust(all: Collected, statement: Statement): Collected {
  return {
    ...all,
    roles: all.roles.map((role, index) => (index === 0 ? { ...role, trust: [...role.trust, statement] } : role)),
  };
}
