import type { Environment } from '../../../environments/model/index.js';
import type { Kind } from './kinds.js';
import type { Request } from './statement.js';

/** A request that nobody of an environment may make. */
export interface ForeignRequest {
  readonly kind: Kind;
  readonly request: Request;
  /** Roles that are meant to be able to. */
  readonly unless?: (role: string) => boolean;
}

/** Tags that foreign things carry: none of ours, and those of another environment. */
const STRANGERS: readonly Readonly<Record<string, string>>[] = [
  {},
  { 'aws:ResourceTag/Name': 'legacy' },
  { 'aws:ResourceTag/backlot:platform': 'backlot', 'aws:ResourceTag/backlot:environment': 'another' },
  { 'aws:ResourceTag/backlot:platform': 'other', 'aws:ResourceTag/backlot:environment': 'prod' },
  { 'aws:ResourceTag/kubernetes.io/cluster/other': 'owned', 'aws:ResourceTag/elbv2.k8s.aws/cluster': 'other' },
];

/** All of them, for one environment. */
export function foreignRequests(environment: Environment): ForeignRequest[] {
  const { accountId: account, region } = environment.aws;
  const prefix = `${environment.platform}-${environment.id}-`;
  const arn = (service: string, resource: string, where = region) =>
    `arn:aws:${service}:${where}:${account}:${resource}`;
  const iam = (resource: string) => arn('iam', resource, '');
  const pipeline = ['plan', 'deploy'].flatMap((each) => [
    iam(`role/${prefix}${each}`),
    iam(`policy/${prefix}${each}-data`),
  ]);
  const boundary = iam(`policy/${prefix}boundary`);
  const stateBucket = `arn:aws:s3:::${prefix}state-${account}`;
  const isDeploy = (role: string) => role === `${prefix}deploy`;
  const isPipeline = (role: string) => isDeploy(role) || role === `${prefix}plan`;
  const all = (
    kind: Kind,
    actions: readonly string[],
    resources: readonly string[],
    context: Request['context'] = {},
  ) =>
    actions.flatMap((action) =>
      resources.map((resource): ForeignRequest => ({ kind, request: { action, resource, context } })),
    );
  /** Where the tags of the thing count. */
  const tagged = (
    kind: Kind,
    actions: readonly string[],
    resources: readonly string[],
    context: Request['context'] = {},
  ) => STRANGERS.flatMap((tags) => all(kind, actions, resources, { ...context, ...tags }));
  return [
    ...all('role without boundary', ['iam:CreateRole'], [iam(`role/${prefix}x`), iam('role/other')]),
    ...all('role without boundary', ['iam:CreateRole', 'iam:PutRolePermissionsBoundary'], [iam(`role/${prefix}x`)], {
      'iam:PermissionsBoundary': 'arn:aws:iam::aws:policy/AdministratorAccess',
    }),
    ...all('role without boundary', ['iam:DeleteRolePermissionsBoundary'], [iam(`role/${prefix}x`)], {
      'iam:PermissionsBoundary': boundary,
    }),
    ...all(
      'role without boundary',
      ['iam:PutRolePolicy', 'iam:AttachRolePolicy', 'iam:CreateUser', 'iam:CreateAccessKey'],
      [iam(`role/${prefix}x`), iam('role/other'), iam(`user/${prefix}x`)],
    ),
    ...['ec2', 'lambda', 'eks', 'pods.eks', 'rds', 'monitoring.rds', 'backup']
      .flatMap((service) =>
        all('pass a role beyond', ['iam:PassRole'], [iam('role/other'), ...pipeline], {
          'iam:PassedToService': `${service}.amazonaws.com`,
        }).filter(({ request }) => request.resource.includes(':role/')),
      )
      .map((each) => ({
        ...each,
        // Below the ceiling it is useless: the pipeline's roles trust none of these services, and their trust stays.
        unless: (role: string) => !isPipeline(role) && each.request.resource.includes(`:role/${prefix}`),
      })),
    ...['glue', 'cloudformation', 'ecs-tasks', 'states', 'codebuild', 'sagemaker', 'ssm', 'scheduler'].flatMap(
      (service) =>
        all('pass a role beyond', ['iam:PassRole'], [iam(`role/${prefix}x`)], {
          'iam:PassedToService': `${service}.amazonaws.com`,
        }),
    ),
    ...all(
      'code of a foreign function',
      ['UpdateFunctionCode', 'UpdateFunctionConfiguration', 'AddPermission', 'InvokeFunction', 'CreateFunction'].map(
        (each) => `lambda:${each}`,
      ),
      [arn('lambda', 'function:other')],
    ),
    ...all(
      'own policy',
      ['CreatePolicyVersion', 'SetDefaultPolicyVersion', 'DeletePolicy', 'DeletePolicyVersion'].map(
        (each) => `iam:${each}`,
      ),
      [boundary, ...pipeline, iam('policy/other')],
      { 'iam:PermissionsBoundary': boundary },
    ),
    ...all(
      'own policy',
      ['AttachRolePolicy', 'PutRolePolicy', 'DetachRolePolicy', 'DeleteRolePolicy', 'UpdateRole', 'TagRole'].map(
        (each) => `iam:${each}`,
      ),
      [...pipeline, iam('role/other')],
      { 'iam:PermissionsBoundary': boundary },
    ),
    ...all('trust', ['iam:UpdateAssumeRolePolicy'], [...pipeline, iam('role/other')], {
      'iam:PermissionsBoundary': boundary,
    }),
    // A role of our name that somebody made without the boundary.
    ...all('trust', ['iam:UpdateAssumeRolePolicy'], [iam(`role/${prefix}by-hand`)]),
    ...tagged(
      'key',
      [
        'PutKeyPolicy',
        'CreateGrant',
        'Decrypt',
        'ScheduleKeyDeletion',
        'DisableKey',
        'GenerateDataKey',
        'CreateAlias',
      ].map((each) => `kms:${each}`),
      [arn('kms', 'key/22222222-2222')],
      { 'kms:GrantIsForAWSResource': 'true' },
    ),
    ...all('key', ['kms:CreateGrant'], [arn('kms', 'key/ours-11111111')], ours(environment)),
    ...all(
      'key',
      [
        'PutKeyPolicy',
        'DisableKey',
        'ScheduleKeyDeletion',
        'CreateGrant',
        'UpdateAlias',
        'CreateAlias',
        'DisableKeyRotation',
        'ReplicateKey',
      ].map((each) => `kms:${each}`),
      [arn('kms', 'key/state-11111111')],
      { ...ours(environment), 'kms:ResourceAliases': [`alias/${prefix}state`], 'kms:GrantIsForAWSResource': 'true' },
    ),
    ...all(
      'key',
      ['kms:UpdateAlias', 'kms:DeleteAlias', 'kms:CreateAlias'],
      [arn('kms', `alias/${prefix}state`), arn('kms', 'alias/other')],
    ),
    ...all(
      'cluster access',
      ['eks:CreateAccessEntry', 'eks:UpdateAccessEntry', 'eks:AssociateAccessPolicy'],
      [arn('eks', 'cluster/other'), arn('eks', 'access-entry/other/role/1/x/1')],
    ),
    ...all(
      'cluster access',
      ['eks:CreateAccessEntry', 'eks:AssociateAccessPolicy'],
      [arn('eks', `cluster/${prefix}cluster`), arn('eks', `access-entry/${prefix}cluster/role/1/x/1`)],
    ).map((each) => ({ ...each, unless: isDeploy })),
    ...all(
      'pod identity',
      ['eks:CreatePodIdentityAssociation', 'eks:UpdatePodIdentityAssociation'],
      [arn('eks', 'cluster/other'), arn('eks', 'podidentityassociation/other/1')],
    ),
    ...all('pod identity', ['eks:CreatePodIdentityAssociation'], [arn('eks', `cluster/${prefix}cluster`)]).map(
      (each) => ({
        ...each,
        unless: isDeploy,
      }),
    ),
    ...all(
      'state',
      [
        ...[
          'DeleteBucket',
          'DeleteBucketPolicy',
          'PutBucketPolicy',
          'PutLifecycleConfiguration',
          'PutBucketVersioning',
        ],
        ...['PutBucketPublicAccessBlock', 'PutEncryptionConfiguration', 'PutReplicationConfiguration', 'PutBucketAcl'],
        ...['PutBucketObjectLockConfiguration', 'PutBucketLogging', 'PutBucketOwnershipControls'],
      ].map((each) => `s3:${each}`),
      [stateBucket],
    ),
    ...all(
      'state',
      ['s3:DeleteObjectVersion', 's3:PutObjectAcl', 's3:BypassGovernanceRetention'],
      [`${stateBucket}/${environment.id}/network.tfstate`],
    ),
    ...all('state', ['s3:PutObject', 's3:DeleteObject'], [`${stateBucket}/${environment.id}/network.tfstate`]).map(
      (each) => ({
        ...each,
        unless: isDeploy,
      }),
    ),
    ...all('state', ['s3:GetObject'], [`${stateBucket}/${environment.id}/network.tfstate`]).map((each) => ({
      ...each,
      unless: isPipeline,
    })),
    ...all(
      'state',
      ['s3:GetObject', 's3:PutObject', 's3:ListBucket'],
      [
        `arn:aws:s3:::${environment.platform}-another-state-${account}`,
        `arn:aws:s3:::${environment.platform}-another-state-${account}/another/network.tfstate`,
      ],
    ).map((each) => ({
      ...each,
      unless: (role: string) => role === `${prefix}plan` && each.request.action === 's3:ListBucket',
    })),
    ...tagged(
      'machine',
      [
        'ec2:ModifyInstanceAttribute',
        'ec2:AssociateIamInstanceProfile',
        'ec2:ReplaceIamInstanceProfileAssociation',
        'ec2:TerminateInstances',
        'ssm:SendCommand',
        'ssm:StartSession',
        'ec2-instance-connect:SendSSHPublicKey',
      ],
      [arn('ec2', 'instance/i-other')],
    ),
    ...all(
      'machine',
      ['ssm:SendCommand', 'ssm:StartSession', 'ec2:GetPasswordData'],
      [arn('ec2', 'instance/i-ours'), 'arn:aws:ssm:eu-central-1::document/AWS-RunShellScript'],
      ours(environment),
    ).map((each) => ({
      ...each,
      unless: (role: string) => role === `${prefix}plan` && each.request.action === 'ec2:GetPasswordData',
    })),
    ...tagged(
      'machine',
      ['ec2:RunInstances', 'ec2:CreateFleet'],
      [
        arn('ec2', 'subnet/subnet-other'),
        arn('ec2', 'security-group/sg-other'),
        arn('ec2', 'launch-template/lt-other'),
      ],
    ),
    ...tagged(
      'machine',
      [
        'AuthorizeSecurityGroupIngress',
        'DeleteSecurityGroup',
        'ModifySecurityGroupRules',
        'CreateRoute',
        'DeleteVpc',
        'CreateSubnet',
        'CreateVpcEndpoint',
        'AttachVolume',
      ].map((each) => `ec2:${each}`),
      [
        arn('ec2', 'security-group/sg-other'),
        arn('ec2', 'vpc/vpc-other'),
        arn('ec2', 'route-table/rtb-other'),
        arn('ec2', 'volume/vol-other'),
      ],
      requested(environment),
    ).filter(({ request }) => makesAnother(request)),
    ...all(
      'take a role',
      ['sts:AssumeRole', 'sts:TagSession'],
      [iam('role/other'), iam(`role/${prefix}deploy`), iam('role/aws-reserved/sso.amazonaws.com/Admin')],
    ),
    ...all(
      'secret of another',
      ['GetSecretValue', 'PutResourcePolicy', 'UpdateSecret', 'DeleteSecret'].map((each) => `secretsmanager:${each}`),
      [
        arn('secretsmanager', 'secret:/other/prod/x-1'),
        arn('secretsmanager', `secret:/${environment.platform}/another/x-1`),
      ],
    ),
    ...all(
      'secret of another',
      ['GetSecretValue', 'PutResourcePolicy', 'UpdateSecret', 'RotateSecret', 'DeleteSecret'].map(
        (each) => `secretsmanager:${each}`,
      ),
      [arn('secretsmanager', 'secret:rds!db-other')],
      { 'aws:ResourceTag/aws:rds:primaryDBInstanceArn': arn('rds', 'db:other') },
    ),
    ...all(
      'data of another',
      ['s3:GetObject', 's3:PutBucketPolicy', 's3:DeleteBucket', 's3:PutObject'],
      ['arn:aws:s3:::other', 'arn:aws:s3:::other/x'],
    ),
    ...all(
      'data of another',
      ['sqs:ReceiveMessage', 'sqs:SetQueueAttributes', 'sns:AddPermission', 'sns:SetTopicAttributes'],
      [arn('sqs', 'other'), arn('sns', 'other')],
    ),
    ...all('data of another', ['dynamodb:GetItem', 'dynamodb:Scan'], [arn('dynamodb', 'table/other')]),
    ...tagged(
      'data of another',
      [
        'rds:ModifyDBInstance',
        'rds:ModifyDBSnapshotAttribute',
        'rds:RestoreDBInstanceFromDBSnapshot',
        'rds:CopyDBSnapshot',
        'rds:DeleteDBInstance',
      ],
      [arn('rds', 'db:other'), arn('rds', 'snapshot:other'), arn('rds', 'snapshot:awsbackup:job-other')],
    ),
    ...all(
      'data of another',
      [
        'ecr:SetRepositoryPolicy',
        'ecr:PutImage',
        'ecr:BatchGetImage',
        'logs:PutSubscriptionFilter',
        'backup:DeleteBackupVault',
      ],
      [arn('ecr', 'repository/other/x'), arn('logs', 'log-group:/aws/other'), arn('backup', 'backup-vault:other')],
      { 'aws:ResourceAccount': account },
    ),
    ...all('data of another', ['rds-db:connect'], [arn('rds-db', 'dbuser:db-OTHER/admin')]),
    ...tagged(
      'thing with an id',
      [
        'acm:DeleteCertificate',
        'cloudfront:UpdateDistribution',
        'cloudfront:DeleteDistribution',
        'backup:UpdateBackupPlan',
        'backup:DeleteBackupPlan',
        'backup:CreateBackupSelection',
        'rds:ModifyDBProxy',
        'rds:DeleteDBProxy',
        'backup:DeleteRecoveryPoint',
      ],
      [
        arn('acm', 'certificate/22222222-2222'),
        arn('cloudfront', 'distribution/E2222222222222', ''),
        arn('backup', 'backup-plan:22222222-2222'),
        arn('rds', 'db-proxy:prx-2222'),
        arn('backup', 'recovery-point:2222'),
      ],
    ),
    ...all(
      'thing with an id',
      ['lambda:CreateEventSourceMapping', 'lambda:UpdateEventSourceMapping', 'lambda:DeleteEventSourceMapping'],
      ['*', arn('lambda', 'event-source-mapping:22222222-2222')],
      {
        'lambda:FunctionArn': arn('lambda', 'function:other'),
        ...requested(environment),
      },
    ),
    ...all('thing with an id', ['route53:ChangeResourceRecordSets'], ['arn:aws:route53:::hostedzone/ZOTHER'], {
      'route53:ChangeResourceRecordSetsNormalizedRecordNames': ['www.bank.example', 'api.bank.example'],
      'route53:ChangeResourceRecordSetsRecordTypes': ['A'],
    }),
    // Listed with their reasons: nothing tells these from ours.
    ...all('thing with an id', ['route53:DeleteHostedZone'], ['arn:aws:route53:::hostedzone/ZOTHER']),
    ...all('thing with an id', ['rds:RegisterDBProxyTargets'], [arn('rds', 'target-group:prx-tg-2222')]),
    ...all('thing with an id', ['cloudfront:UpdateKeyGroup', 'cloudfront:DeletePublicKey'], ['*']),
    ...all('thing with an id', ['cloudfront:UpdateCachePolicy'], [arn('cloudfront', 'cache-policy/2222', '')]),
    ...all('thing with an id', ['ecr:PutReplicationConfiguration', 'logs:PutResourcePolicy'], ['*']),
    ...all('data of another', ['rds:CreateDBSnapshot'], [arn('rds', 'snapshot:awsbackup:job-other')]),
    ...all(
      'machine',
      ['ec2:DeleteNetworkInterface', 'ec2:AssignPrivateIpAddresses'],
      [arn('ec2', 'network-interface/eni-other')],
    ),
    ...all('machine', ['ec2:ModifyNetworkInterfaceAttribute'], [arn('ec2', 'network-interface/eni-other')], {
      'aws:ResourceTag/node.k8s.amazonaws.com/instance_id': 'i-other',
    }),
    ...all('machine', ['ec2:AttachVolume'], [arn('ec2', 'volume/vol-other')], {
      'aws:ResourceTag/ebs.csi.aws.com/cluster': 'true',
    }),
    ...all('thing with an id', ['wafv2:DisassociateWebACL'], [arn('elasticloadbalancing', 'loadbalancer/app/other/1')]),
  ];
}

/** Making a thing that gets our tags is no change of another, only what it is made in is. */
function makesAnother({ action, resource }: Request): boolean {
  if (action === 'ec2:CreateSubnet') return resource.includes(':vpc/');
  if (action === 'ec2:CreateVpcEndpoint') return /:(vpc|security-group|route-table)\//.test(resource);
  return true;
}

function ours({ platform, id }: Environment): Record<string, string> {
  return { 'aws:ResourceTag/backlot:platform': platform, 'aws:ResourceTag/backlot:environment': id };
}

function requested({ platform, id }: Environment): Record<string, string> {
  return { 'aws:RequestTag/backlot:platform': platform, 'aws:RequestTag/backlot:environment': id };
}
