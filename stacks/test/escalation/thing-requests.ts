import type { Environment } from '../../../environments/model/index.js';
import { type ForeignRequest, requestPlace } from './request-place.js';

/** Content and settings of things that belong to somebody else. */
export function thingRequests(environment: Environment): ForeignRequest[] {
  const { account, all, arn, requested, tagged } = requestPlace(environment);
  return [
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
        ...requested,
      },
    ),
    ...all('thing with an id', ['route53:ChangeResourceRecordSets'], ['arn:aws:route53:::hostedzone/ZOTHER'], {
      'route53:ChangeResourceRecordSetsNormalizedRecordNames': ['www.bank.example', 'api.bank.example'],
      'route53:ChangeResourceRecordSetsRecordTypes': ['A'],
    }),
    // For all of no names holds, too.
    ...all('thing with an id', ['route53:ChangeResourceRecordSets'], ['arn:aws:route53:::hostedzone/ZOTHER']),
    // Listed with their reasons: nothing tells these from ours.
    ...all('thing with an id', ['route53:DeleteHostedZone'], ['arn:aws:route53:::hostedzone/ZOTHER']),
    ...all('thing with an id', ['rds:RegisterDBProxyTargets'], [arn('rds', 'target-group:prx-tg-2222')]),
    ...all('thing with an id', ['cloudfront:UpdateKeyGroup', 'cloudfront:DeletePublicKey'], ['*']),
    ...all('thing with an id', ['cloudfront:UpdateCachePolicy'], [arn('cloudfront', 'cache-policy/2222', '')]),
    ...all(
      'thing with an id',
      ['ecr:PutReplicationConfiguration', 'logs:PutResourcePolicy', 'logs:DeleteLogDelivery'],
      ['*'],
    ),
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
