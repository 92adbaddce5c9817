import type { PolicyStatement } from '../policy-document.js';
import { becomesOurs, type DeployScope, exactly, isOurs, verbs } from './scope.js';

/** Buckets, databases, caches and the state. */
export function dataStatements(scope: DeployScope): PolicyStatement[] {
  const { location, prefix, state } = scope;
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
      // The bucket's name is one of ours, so all that holds for buckets would hold for it. How it is kept is bootstrap's to
      // say; a deployment writes what is in it, and tags.
      sid: 'KeepStateBucket',
      effect: 'Deny',
      actions: [
        ...verbs('s3', 'DeleteBucket', 'PutBucketAcl', 'PutBucketCORS', 'PutBucketLogging', 'PutBucketNotification'),
        ...verbs('s3', 'PutBucketObjectLock', 'PutBucketOwnership', 'PutBucketPolicy', 'PutBucketPublicAccess'),
        ...verbs('s3', 'PutBucketRequestPayment', 'PutBucketVersioning', 'PutBucketWebsite', 'PutEncryption'),
        ...verbs('s3', 'PutLifecycle', 'PutReplication', 'PutInventory', 'PutAccelerate', 'PutMetrics', 'PutAnalytics'),
      ],
      resources: [state.bucketArn],
    },
    {
      sid: 'KeepStateClosed',
      effect: 'Deny',
      actions: ['s3:PutObjectAcl', 's3:PutObjectVersionAcl', 's3:BypassGovernanceRetention'],
      resources: [`${state.bucketArn}/*`],
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
      actions: [
        's3:CreateBucket',
        's3:DeleteBucket*',
        's3:DeleteObject*',
        's3:Get*',
        's3:List*',
        's3:Put*',
        's3:TagResource',
        's3:UntagResource',
      ],
      resources: [bucket(`${prefix}*`)],
    },
    {
      sid: 'Databases',
      actions: [
        ...verbs('rds', 'Create', 'Modify', 'Delete', 'Reboot', 'Reset', 'Restore', 'Promote', 'AddTags', 'RemoveTags'),
      ],
      // `default:` is the option group that instances start with.
      resources: [...rds, location.arn({ service: 'rds', resource: 'og:default:*' })],
    },
    {
      // Proxies get random ids: one has no name before it exists.
      sid: 'MakeProxies',
      actions: ['rds:CreateDBProxy'],
      resources: ['*'],
      conditions: becomesOurs(scope),
    },
    {
      sid: 'TagNewProxies',
      actions: ['rds:AddTagsToResource'],
      resources: [location.arn({ service: 'rds', resource: 'db-proxy:*' })],
      conditions: becomesOurs(scope),
    },
    {
      sid: 'Proxies',
      actions: exactly('rds', 'ModifyDBProxy', 'DeleteDBProxy', 'AddTagsToResource', 'RemoveTagsFromResource'),
      resources: [location.arn({ service: 'rds', resource: 'db-proxy:*' })],
      conditions: isOurs(scope),
    },
    {
      // Target groups come with a proxy, with random ids and without tags.
      sid: 'ProxyTargets',
      actions: exactly('rds', 'ModifyDBProxyTargetGroup', 'RegisterDBProxyTargets', 'DeregisterDBProxyTargets'),
      resources: [location.arn({ service: 'rds', resource: 'target-group:prx-tg-*' }), ...rds],
    },
    {
      sid: 'Caches',
      actions: [...verbs('elasticache', 'Create', 'Modify', 'Delete', 'AddTags', 'RemoveTags', 'Increase', 'Decrease')],
      resources: [
        ...caches.map((type) => location.arn({ service: 'elasticache', resource: `${type}:${prefix}*` })),
        location.arn({ service: 'elasticache', resource: 'parametergroup:default*' }),
      ],
    },
  ];
}
