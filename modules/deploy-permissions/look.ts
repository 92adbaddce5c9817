import type { PolicyStatement } from '../policy-document.js';
import { exactly, verbs } from './scope.js';

/** Lists, and the few settings that belong to an account as a whole. */
export function lookStatements(): PolicyStatement[] {
  return [
    {
      sid: 'Look',
      actions: [
        ...verbs('rds', 'Describe', 'ListTags'),
        ...verbs('elasticache', 'Describe', 'ListTags'),
        ...verbs('backup', 'Describe', 'List', 'GetBackup'),
        ...verbs('backup-storage', 'Mount'),
        ...verbs('logs', 'DescribeLogGroups', 'DescribeResourcePolicies', 'PutResourcePolicy', 'CreateLogDelivery'),
        // Firewalls and caches hand their logs over, and take them back.
        ...exactly('logs', 'GetLogDelivery', 'UpdateLogDelivery', 'DeleteLogDelivery', 'ListLogDeliveries'),
        ...verbs('cloudwatch', 'DescribeAlarms'),
        ...verbs('lambda', 'GetAccountSettings', 'ListEventSourceMappings', 'ListFunctions'),
        ...verbs('autoscaling', 'Describe'),
        ...exactly('secretsmanager', 'ListSecrets', 'GetRandomPassword'),
        ...verbs('ecr', 'DescribeRegistry', 'GetRegistryScanning', 'GetAuthorizationToken'),
        ...verbs('ecr', 'PutReplicationConfiguration', 'PutRegistryScanningConfiguration', 'PutAccountSetting'),
        ...verbs('eks', 'DescribeAddonVersions', 'DescribeClusterVersions', 'ListClusters'),
        ...verbs('tag', 'GetResources'),
        // What somebody attached, asked for where no resource can be named.
        ...exactly('s3', 'ListAccessPoints'),
        ...exactly('iam', 'ListRoles', 'ListRoleTags'),
        ...exactly('budgets', 'DescribeBudgetActionsForBudget'),
        ...exactly('ecr', 'GetRegistryPolicy'),
      ],
      // Lists, deliveries of logs and settings of the account's registry have no resource that a policy could name.
      resources: ['*'],
    },
  ];
}
