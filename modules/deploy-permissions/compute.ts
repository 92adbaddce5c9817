import type { PolicyStatement } from '../policy-document.js';
import { anywhere, type DeployScope, verbs } from './scope.js';

/** Clusters, repositories, functions, queues, topics, logs, alarms and budgets. */
export function computeStatements(scope: DeployScope): PolicyStatement[] {
  const { location, prefix } = scope;
  const cluster = ['cluster', 'nodegroup', 'addon', 'access-entry', 'podidentityassociation'];
  return [
    {
      sid: 'Clusters',
      actions: verbs(
        'eks',
        'Create',
        'Update',
        'Delete',
        'Describe',
        'List',
        'Tag',
        'Untag',
        'Associate',
        'Disassociate',
      ),
      resources: cluster.map((type) => location.arn({ service: 'eks', resource: `${type}/${prefix}*` })),
    },
    {
      sid: 'Repositories',
      actions: [
        ...verbs(
          'ecr',
          'CreateRepository',
          'DeleteRepository',
          'Describe',
          'Get',
          'List',
          'Put',
          'Set',
          'Tag',
          'Untag',
        ),
        ...verbs('ecr', 'DeleteLifecyclePolicy', 'DeleteRepositoryPolicy', 'StartLifecyclePolicyPreview'),
        // Images are pushed, promoted from another environment, and scanned.
        ...verbs(
          'ecr',
          'BatchCheckLayer',
          'BatchGetImage',
          'CompleteLayer',
          'InitiateLayer',
          'UploadLayer',
          'StartImage',
        ),
      ],
      resources: [location.arn({ service: 'ecr', resource: `repository/${prefix.slice(0, -1)}/*` })],
    },
    {
      sid: 'Functions',
      actions: verbs('lambda', 'Create', 'Update', 'Delete', 'Get', 'List', 'Put', 'Add', 'Remove', 'Tag', 'Untag'),
      // Mappings of queues to functions get random ids.
      resources: [`function:${prefix}*`, 'event-source-mapping:*'].map((resource) =>
        location.arn({ service: 'lambda', resource }),
      ),
    },
    {
      sid: 'Queues',
      actions: verbs('sqs', 'CreateQueue', 'DeleteQueue', 'SetQueueAttributes', 'Get', 'List', 'Tag', 'Untag'),
      resources: [location.arn({ service: 'sqs', resource: `${prefix}*` })],
    },
    {
      sid: 'Rules',
      actions: verbs('events', 'PutRule', 'PutTargets', 'Delete', 'Remove', 'Describe', 'List', 'Tag', 'Untag'),
      resources: [location.arn({ service: 'events', resource: `rule/${prefix}*` })],
    },
    {
      sid: 'Topics',
      actions: verbs(
        'sns',
        'CreateTopic',
        'DeleteTopic',
        'Set',
        'Get',
        'List',
        'Subscribe',
        'Unsubscribe',
        'Tag',
        'Untag',
      ),
      resources: [anywhere(scope, 'sns', `${prefix}*`)],
    },
    {
      sid: 'Logs',
      actions: verbs(
        'logs',
        'CreateLogGroup',
        'DeleteLogGroup',
        'Put',
        'Associate',
        'Disassociate',
        'Tag',
        'Untag',
        'List',
      ),
      resources: ['/aws/lambda/', '/aws/eks/', '/aws/vpc/', 'aws-waf-logs-', '/aws/rds/instance/', ''].map((start) =>
        anywhere(scope, 'logs', `log-group:${start}${prefix}*`),
      ),
    },
    {
      sid: 'Alarms',
      actions: [
        ...verbs('cloudwatch', 'PutMetricAlarm', 'DeleteAlarms', 'PutDashboard', 'DeleteDashboards', 'GetDashboard'),
        ...verbs('cloudwatch', 'Tag', 'Untag', 'List'),
      ],
      resources: [
        anywhere(scope, 'cloudwatch', `alarm:${prefix}*`),
        location.arn({ service: 'cloudwatch', region: '', resource: `dashboard/${prefix}*` }),
      ],
    },
    {
      sid: 'Budgets',
      actions: [...['budgets:ModifyBudget', 'budgets:ViewBudget'], ...verbs('budgets', 'ListTags', 'Tag', 'Untag')],
      resources: [location.arn({ service: 'budgets', region: '', resource: `budget/${prefix}*` })],
    },
    {
      sid: 'Look',
      actions: [
        ...verbs('rds', 'Describe', 'ListTags'),
        ...verbs('elasticache', 'Describe', 'ListTags'),
        ...verbs('backup', 'Describe', 'List', 'GetBackup'),
        ...verbs('backup-storage', 'MountCapsule'),
        ...verbs('logs', 'DescribeLogGroups', 'DescribeResourcePolicies', 'PutResourcePolicy', 'CreateLogDelivery'),
        ...verbs('cloudwatch', 'DescribeAlarms'),
        ...verbs('kms', 'ListAliases'),
        ...verbs('lambda', 'GetAccountSettings', 'ListEventSourceMappings'),
        ...verbs('ecr', 'DescribeRegistry', 'GetRegistryScanning', 'GetAuthorizationToken'),
        ...verbs('ecr', 'PutReplicationConfiguration', 'PutRegistryScanningConfiguration', 'PutAccountSetting'),
        ...verbs('eks', 'DescribeAddonVersions', 'DescribeClusterVersions'),
        ...verbs('tag', 'GetResources'),
      ],
      // Lists, deliveries of logs and settings of the account's registry have no resource that a policy could name.
      resources: ['*'],
    },
  ];
}
