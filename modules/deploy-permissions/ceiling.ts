import type { AwsLocation } from '../aws-location.js';
import type { PolicyConditions, PolicyStatement } from '../policy-document.js';
import { toldByTheirs } from './apart-from.js';
import { servicePrincipals } from './identity.js';
import { recordStatements } from './names.js';
import { type DeployScope, exactly, isOurs, ofCluster, verbs } from './scope.js';

/**
 * The ceiling of every role that a deployment makes. A deployment decides what these roles may do, so whatever the ceiling
 * allows, the deployment has: it reaches the content of what the deploy role may change, and beyond that only what
 * `stacks/test/escalation/granted-beyond.ts` lists with a reason.
 *
 * A role has one boundary, of 6,144 characters: so what a tag or a name tells is told once for all services.
 */
export function ceilingStatements(scope: DeployScope): PolicyStatement[] {
  const rights = [
    { actions: LOOKS, resources: ['*'] },
    ...byName(scope),
    ...byTag(scope),
    ...machines(scope),
    ...roles(scope),
    // Names of statements take room.
    ...recordStatements(scope).map(({ sid: _, ...each }) => each),
  ];
  return [
    ...rights,
    ...neitherTheirsNorStates(scope, rights),
    {
      // Grants only for what a service of AWS encrypts: where nothing says so, it is not one.
      effect: 'Deny',
      actions: ['kms:CreateGrant'],
      resources: ['*'],
      conditions: { BoolIfExists: { 'kms:GrantIsForAWSResource': 'false' } },
    },
    {
      effect: 'Deny',
      actions: ['kms:*'],
      resources: ['*'],
      conditions: { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': scope.state.keyAlias } },
    },
  ];
}

/** Lists, descriptions and what has no resource: measurements, traces, interfaces, which Lambda asks for without naming any. */
const LOOKS = [
  ...['backup', 'ec2', 'eks', 'elasticloadbalancing', 'rds'].flatMap((each) => verbs(each, 'Describe')),
  ...verbs('route53', 'Get', 'List'),
  ...verbs('wafv2', 'GetWebACL'),
  ...verbs('pricing', 'Get'),
  ...verbs('xray', 'Put'),
  ...verbs('acm', 'Describe', 'List'),
  'cloudwatch:*MetricData',
  'ec2:DeleteNetworkInterface',
  // Get and list; and, as capitals count as small letters, unassigning, too.
  ...verbs('iam', '*tInstanceProfile'),
  'iam:GetRole',
  ...verbs('ec2', 'GetSecurity', 'GetCoip', '*AssignPrivateIp'),
  's3:ListAllMy*',
  'arc-zonal-shift:Get*',
  'ecr:GetAuthorization*',
  'eks-auth:Assume*',
  'kms:DescribeKey',
  'secretsmanager:GetRandomPassword',
  'tag:Get*',
];

/**
 * Takes out again the states, releases and journal, which are the pipeline's alone, and what environments have whose names
 * extend ours: the deploy role is kept out of it, and so must be what it makes. One statement, as each takes room.
 */
function neitherTheirsNorStates(
  { location, neighbours, prefix, state }: DeployScope,
  rights: readonly PolicyStatement[],
): PolicyStatement[] {
  const theirs = neighbours.flatMap((neighbour) => [
    ...named(location, `${neighbour}-`),
    location.arn({ service: 'iam', region: '', account: '*', resource: `role/${neighbour}-*` }),
  ]);
  return [
    { effect: 'Deny', actions: ['*'], resources: [`${state.bucketArn}*`, ...theirs] },
    ...neighbours.flatMap((neighbour) => toldByTheirs(neighbour, prefix, rights)),
  ];
}

/**
 * Everything whose name begins so, of the services that are told by names. IAM takes no wildcard for the service, so each is
 * listed; what another account has, that account would have to give, and its number takes room.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
function named(location: AwsLocation, prefix: string): string[] {
  const bare = ['sqs', 'sns'].map((service) => [service, `${prefix}*`]);
  // Databases, their snapshots, groups of parameters; caches, their users; vaults; functions.
  const typed = ['rds', 'elasticache', 'backup', 'lambda'].map((service) => [service, `*:${prefix}*`]);
  // Log groups of functions, clusters and flow logs have paths before the name, rules and firewalls their type.
  const behindPath = ['logs'].map((service) => [service, `*/${prefix}*`]);
  return [
    location.arn({ service: 's3', region: '', account: '', resource: `${prefix}*` }),
    ...[...bare, ...typed, ...behindPath].map(([service = '', resource = '']) =>
      location.arn({ service, region: '*', account: '*', resource }),
    ),
  ];
}

/** What the environment's own stores, queues and functions hold. */
function byName({ location, prefix, path }: DeployScope): PolicyStatement[] {
  // Told by no name of ours. What another account has, that account would have to give; its number takes room.
  const any = (service: string, resource: string) => location.arn({ service, region: '*', account: '*', resource });
  return [
    {
      // Whose policies and settings the deploy role writes, it has altogether; of the rest only the use.
      actions: [
        ...['s3', 'sqs', 'logs', 'secretsmanager', 'events', 'rds'].map((service) => `${service}:*`),
        ...['sns:Publish', 'lambda:InvokeFunction', 'elasticache:Connect'],
        ...verbs('backup', 'Copy'),
        ...PULLS,
      ],
      resources: [
        ...named(location, prefix),
        any('secretsmanager', `secret:${path}*`),
        any('ecr', `repository/${prefix.slice(0, -1)}/*`),
        // AWS Backup listens for changes of buckets.
        any('events', 'rule/AwsBackupManagedRule*'),
        any('rds', 'og:default:*'),
      ],
    },
    {
      actions: exactly('secretsmanager', 'GetSecretValue', 'DescribeSecret'),
      resources: [any('secretsmanager', 'secret:rds!db-*')],
      conditions: {
        StringLike: { 'aws:ResourceTag/aws:rds:primaryDBInstanceArn': any('rds', `db:${prefix}*`) },
      },
    },
    {
      // Databases have ids here and no tags; snapshots are named by AWS Backup and, while they are made, have no tags; which
      // firewall a load balancer stands behind goes by the firewall's name; measurements of all databases of an account are
      // in one log group, which RDS fills.
      actions: [
        ...['rds-db:connect', 'rds:CreateDBSnapshot', 'rds:AddTags*', 'wafv2:*AssociateWebACL'],
        ...exactly('logs', 'CreateLog*', 'PutRetention*', '*LogStreams', '*LogEvents'),
      ],
      resources: [
        any('logs', 'log-group:RDSOSMetrics*'),
        any('rds-db', 'dbuser:*'),
        any('rds', 'snapshot:awsbackup:*'),
        any('elasticloadbalancing', 'loadbalancer/app/*'),
        any('wafv2', 'regional/webacl/*'),
      ],
    },
    {
      // Add-ons come from registries of AWS.
      actions: PULLS,
      resources: ['*'],
      conditions: { StringNotEquals: { 'aws:ResourceAccount': location.accountId } },
    },
    {
      actions: verbs('ssm', 'GetParameter'),
      resources: [location.arn({ service: 'ssm', region: '*', account: '', resource: 'parameter/aws/service/*' })],
    },
  ];
}

/** What has ids: the environment's own, and what nodes, controllers and drivers make with the tags of the cluster. */
function byTag(scope: DeployScope): PolicyStatement[] {
  const { clusterName } = scope;
  const balancer = 'elbv2.k8s.aws/cluster';
  const driver = 'ebs.csi.aws.com/cluster';
  const everything = ['*'];
  return [
    {
      actions: [
        ...verbs('kms', '*crypt', 'GenerateDataKey', 'CreateGrant'),
        ...['rds:RestoreDBInstance*', 'rds:*DBSnapshot', 'rds:AddTags*'],
        ...START,
        'ec2:CreateSecurityGroup',
      ],
      resources: everything,
      // A group that is only there to be closed is nothing to start behind: `closed-defaults.ts` says why.
      conditions: { ...isOurs(scope), StringNotLike: { 'aws:ResourceTag/Name': '*-default-locked' } },
    },
    {
      // Nobody but the cluster's own nodes and templates carry it, and it is given only to what is being made.
      actions: ['ec2:*', 'iam:*InstanceProfile'],
      resources: everything,
      conditions: ofCluster(scope),
    },
    {
      actions: ['ec2:CreateLaunchTemplate', 'iam:CreateInstanceProfile'],
      resources: everything,
      conditions: onTag('Request', `kubernetes.io/cluster/${clusterName}`, 'owned'),
    },
    {
      actions: ['elasticloadbalancing:*', 'ec2:*'],
      resources: everything,
      conditions: onTag('Resource', balancer, clusterName),
    },
    {
      actions: [
        ...exactly('elasticloadbalancing', 'CreateLoadBalancer', 'CreateTargetGroup'),
        'ec2:CreateSecurityGroup',
      ],
      resources: everything,
      conditions: onTag('Request', balancer, clusterName),
    },
    {
      // Making one asks for the tag; nothing that exists gets it.
      actions: ['elasticloadbalancing:AddTags'],
      resources: everything,
      conditions: { StringLike: { 'elasticloadbalancing:CreateAction': '*' } },
    },
    {
      // Volumes of the EBS driver carry its tag alone.
      actions: ['ec2:*Volume', 'ec2:*Snapshot'],
      resources: everything,
      conditions: onTag('Resource', driver, 'true'),
    },
    {
      // What is being made has no id yet. What it is made from has: that must be the driver's, else any disk could be read.
      actions: exactly('ec2', 'CreateVolume', 'CreateSnapshot'),
      notResources: ['volume/vol-*', 'snapshot/snap-*'].map(
        (each) => `arn:${scope.location.partition}:ec2:*:*:${each}`,
      ),
      conditions: onTag('Request', driver, 'true'),
    },
    {
      // Interfaces of pods: the network plug-in tags them as it makes them.
      actions: verbs('ec2', '*tachNetworkInterface', 'ModifyNetworkInterface'),
      resources: everything,
      conditions: { Null: { 'aws:ResourceTag/node.k8s.amazonaws.com/instance_id': 'false' } },
    },
  ];
}

/** Machines, told by where they stand and what they start from. */
function machines({ location }: DeployScope): PolicyStatement[] {
  return [
    {
      actions: START,
      notResources: ['launch-template', 'security-group', 'subnet'].map(
        (kind) => `arn:${location.partition}:ec2:*:*:${kind}/*`,
      ),
    },
    {
      actions: ['ec2:CreateTags'],
      resources: ['*'],
      conditions: { StringLike: { 'ec2:CreateAction': '*' } },
    },
  ];
}

/** Roles that are handed on: to nodes, and by AWS Backup to the service that restores. */
function roles({ location, prefix }: DeployScope): PolicyStatement[] {
  const iam = (resource: string) => location.arn({ service: 'iam', region: '', resource });
  const services = servicePrincipals(['ec2', 'monitoring.rds']);
  return [
    {
      actions: ['iam:PassRole'],
      resources: [iam(`role/${prefix}*`)],
      conditions: { StringEquals: { 'iam:PassedToService': services } },
    },
    {
      // The first load balancer of an account makes the role that AWS itself uses for all of them.
      actions: ['iam:CreateServiceLinkedRole'],
      resources: ['*'],
      conditions: { StringEquals: { 'iam:AWSServiceName': servicePrincipals(['elasticloadbalancing']) } },
    },
  ];
}

/** Pulling images. */
const PULLS = verbs('ecr', 'BatchGet', 'BatchCheck', 'GetDownload');

/** Starting machines, and interfaces, which Lambda and the network plug-in make: in our subnets, behind our groups. */
const START = exactly('ec2', 'RunInstances', 'CreateFleet', 'CreateNetworkInterface');

function onTag(kind: 'Resource' | 'Request', key: string, value: string): PolicyConditions {
  return { StringEquals: { [`aws:${kind}Tag/${key}`]: value } };
}
