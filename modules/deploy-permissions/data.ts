import type { PolicyStatement } from '../policy-document.js';
import { anywhere, type DeployScope, verbs } from './scope.js';

/** Buckets, databases, caches, secrets, backups and the state. */
export function dataStatements(scope: DeployScope): PolicyStatement[] {
  const { location, prefix, path, state } = scope;
  const bucket = (name: string) => location.arn({ service: 's3', region: '', account: '', resource: name });
  const rds = ['db', 'subgrp', 'pg', 'snapshot'].map((type) =>
    location.arn({ service: 'rds', resource: `${type}:${prefix}*` }),
  );
  const caches = ['replicationgroup', 'cluster', 'subnetgroup', 'parametergroup', 'user', 'usergroup', 'snapshot'];
  return [
    { sid: 'FindState', actions: ['s3:ListBucket', 's3:GetBucketLocation'], resources: [state.bucketArn] },
    {
      sid: 'State',
      actions: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
      resources: [`${state.bucketArn}/${state.folder}/*`],
    },
    {
      // The bucket's name is one of ours, so all that holds for buckets would hold for it.
      sid: 'KeepStateBucket',
      effect: 'Deny',
      actions: ['s3:DeleteBucket', 's3:DeleteBucketPolicy'],
      resources: [state.bucketArn],
    },
    {
      sid: 'KeepHistory',
      effect: 'Deny',
      actions: ['s3:DeleteObjectVersion'],
      resources: ['*.tfstate', 'releases/*', 'archives/*', 'journal/*'].map(
        (objects) => `${state.bucketArn}/${state.folder}/${objects}`,
      ),
    },
    {
      sid: 'Buckets',
      actions: ['s3:CreateBucket', 's3:DeleteBucket*', 's3:DeleteObject*', 's3:Get*', 's3:List*', 's3:Put*'],
      resources: [bucket(`${prefix}*`)],
    },
    {
      sid: 'Databases',
      actions: [...verbs('rds', 'Create', 'Modify', 'Delete', 'Reboot', 'Restore', 'Promote', 'AddTags', 'RemoveTags')],
      // Proxies and their targets get random ids; `default:` is the option group that instances start with.
      resources: [
        ...rds,
        ...['db-proxy:*', 'target-group:*', 'og:default:*'].map((each) =>
          location.arn({ service: 'rds', resource: each }),
        ),
      ],
    },
    {
      sid: 'Caches',
      actions: [...verbs('elasticache', 'Create', 'Modify', 'Delete', 'AddTags', 'RemoveTags', 'Increase', 'Decrease')],
      resources: [
        ...caches.map((type) => location.arn({ service: 'elasticache', resource: `${type}:${prefix}*` })),
        location.arn({ service: 'elasticache', resource: 'parametergroup:default*' }),
      ],
    },
    {
      sid: 'Secrets',
      actions: [
        ...verbs('secretsmanager', 'Create', 'Delete', 'Describe', 'Rotate', 'Tag', 'Untag', 'Update', 'Restore'),
        ...verbs('secretsmanager', 'GetResourcePolicy', 'PutResourcePolicy', 'DeleteResourcePolicy', 'CancelRotate'),
      ],
      // RDS keeps the passwords that it manages below its own name.
      resources: [`secret:${path}*`, 'secret:rds!db-*'].map((each) =>
        location.arn({ service: 'secretsmanager', resource: each }),
      ),
    },
    {
      sid: 'Backups',
      actions: [
        ...['BackupPlan', 'BackupSelection', 'BackupVault'].flatMap((noun) =>
          ['Create', 'Delete', 'Get', 'List'].map((verb) => `backup:${verb}${noun}*`),
        ),
        ...verbs('backup', 'UpdateBackupPlan', 'DescribeBackupVault', 'PutBackupVault', 'ListTags', 'Tag', 'Untag'),
      ],
      // Plans get random ids.
      resources: [
        anywhere(scope, 'backup', `backup-vault:${prefix}*`),
        location.arn({ service: 'backup', resource: 'backup-plan:*' }),
      ],
    },
  ];
}
