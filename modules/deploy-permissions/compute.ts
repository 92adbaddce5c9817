import type { PolicyStatement } from '../policy-document.js';
import { anywhere, becomesOurs, type DeployScope, exactly, isOurs, verbs } from './scope.js';

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
      // A cluster has no name before it exists.
      sid: 'MakeCluster',
      actions: ['eks:CreateCluster'],
      resources: ['*'],
      conditions: becomesOurs(scope),
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
        'ecr:BatchDeleteImage',
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
      actions: verbs(
        'lambda',
        'Create',
        'Update',
        'Delete',
        'Publish',
        'Get',
        'List',
        'Put',
        'Add',
        'Remove',
        'Tag',
        'Untag',
      ),
      resources: [location.arn({ service: 'lambda', resource: `function:${prefix}*` })],
    },
    {
      // Secrets Manager turns a secret with our function, and asks whether we could call it.
      sid: 'Rotations',
      actions: ['lambda:InvokeFunction'],
      resources: [location.arn({ service: 'lambda', resource: `function:${prefix}*` })],
    },
    {
      // Mappings of queues to functions get random ids; they are told by the function.
      sid: 'Sources',
      actions: exactly(
        'lambda',
        ...[
          'CreateEventSourceMapping',
          'UpdateEventSourceMapping',
          'DeleteEventSourceMapping',
          'GetEventSourceMapping',
        ],
      ),
      resources: ['*'],
      conditions: {
        ArnLike: { 'lambda:FunctionArn': location.arn({ service: 'lambda', resource: `function:${prefix}*` }) },
      },
    },
    {
      sid: 'MakeSources',
      actions: ['lambda:TagResource'],
      resources: [location.arn({ service: 'lambda', resource: 'event-source-mapping:*' })],
      conditions: becomesOurs(scope),
    },
    {
      sid: 'TagsOfSources',
      actions: exactly('lambda', 'TagResource', 'UntagResource'),
      resources: [location.arn({ service: 'lambda', resource: 'event-source-mapping:*' })],
      conditions: isOurs(scope),
    },
    {
      sid: 'LookAtSources',
      actions: ['lambda:ListTags'],
      resources: [location.arn({ service: 'lambda', resource: 'event-source-mapping:*' })],
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
        'DeleteRetentionPolicy',
        'Put',
        'Associate',
        'Disassociate',
        'Tag',
        'Untag',
        'List',
        'DescribeLogStreams',
        'DescribeMetricFilters',
        'DescribeSubscriptionFilters',
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
  ];
}
