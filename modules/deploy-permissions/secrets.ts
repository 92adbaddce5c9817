import type { PolicyStatement } from '../policy-document.js';
import { type DeployScope, exactly, verbs } from './scope.js';

/** Tag of the secret of a database's first user; RDS gives it. */
const DATABASE_OF_SECRET = 'aws:ResourceTag/aws:rds:primaryDBInstanceArn';

/** Entries of Secrets Manager: the environment's own, and the passwords of its databases. */
export function secretStatements({ location, path, prefix }: DeployScope): PolicyStatement[] {
  return [
    {
      sid: 'Secrets',
      actions: [
        ...verbs('secretsmanager', 'Create', 'Delete', 'Describe', 'Rotate', 'Tag', 'Untag', 'Update', 'Restore'),
        ...verbs('secretsmanager', 'GetResourcePolicy', 'PutResourcePolicy', 'DeleteResourcePolicy', 'CancelRotate'),
      ],
      resources: [location.arn({ service: 'secretsmanager', resource: `secret:${path}*` })],
    },
    {
      // RDS keeps the passwords that it manages below its own name, and asks whether we could. Nobody but AWS gives tags
      // that start with `aws:`, so tagging one makes it nobody's.
      sid: 'MakeDatabaseSecrets',
      actions: exactly('secretsmanager', 'CreateSecret', 'TagResource'),
      resources: [location.arn({ service: 'secretsmanager', resource: 'secret:rds!db-*' })],
    },
    {
      sid: 'DatabaseSecrets',
      actions: exactly('secretsmanager', 'DescribeSecret', 'RotateSecret', 'UpdateSecret', 'GetResourcePolicy'),
      resources: [location.arn({ service: 'secretsmanager', resource: 'secret:rds!db-*' })],
      conditions: { StringLike: { [DATABASE_OF_SECRET]: location.arn({ service: 'rds', resource: `db:${prefix}*` }) } },
    },
  ];
}
