import type { PolicyStatement } from '../policy-document.js';
import { anywhere, becomesOurs, type DeployScope, exactly, isOurs, verbs } from './scope.js';

/** Vaults, plans, and copies that are let go. */
export function backupStatements(scope: DeployScope): PolicyStatement[] {
  const { location, prefix } = scope;
  return [
    {
      sid: 'Vaults',
      actions: [
        ...['Create', 'Delete', 'Get', 'List'].map((verb) => `backup:${verb}BackupVault*`),
        ...verbs('backup', 'DescribeBackupVault', 'PutBackupVault', 'ListTags', 'Tag', 'Untag'),
      ],
      resources: [anywhere(scope, 'backup', `backup-vault:${prefix}*`)],
    },
    {
      // Plans get random ids.
      sid: 'MakePlans',
      actions: exactly('backup', 'CreateBackupPlan', 'TagResource'),
      resources: [location.arn({ service: 'backup', resource: 'backup-plan:*' })],
      conditions: becomesOurs(scope),
    },
    {
      sid: 'Plans',
      actions: [
        ...['BackupPlan', 'BackupSelection'].flatMap((noun) => verbs('backup', `Delete${noun}`, `Get${noun}`)),
        ...verbs('backup', 'CreateBackupSelection', 'UpdateBackupPlan', 'ListBackupSelections', 'ListTags'),
        ...verbs('backup', 'Tag', 'Untag'),
      ],
      resources: [location.arn({ service: 'backup', resource: 'backup-plan:*' })],
      conditions: isOurs(scope),
    },
    {
      // Copies that were made for nothing: what a destroyed vault held, an archive that is let go.
      sid: 'RecoveryPoints',
      actions: ['backup:DeleteRecoveryPoint'],
      resources: ['rds:*:*:snapshot:awsbackup:*', 'backup:*:*:recovery-point:*'].map(
        (resource) => `arn:${location.partition}:${resource}`,
      ),
      conditions: isOurs(scope),
    },
  ];
}
