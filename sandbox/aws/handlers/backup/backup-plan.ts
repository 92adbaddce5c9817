import { handler } from '../contract.js';

/** What makes a new version of the plan. */
const CONTENT = ['rule', 'advanced_backup_setting', 'scan_setting'];

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupPlan.html */
export default handler({
  type: 'aws_backup_plan',
  service: 'backup',
  created: { id: 'BackupPlanId' },
  key: { BackupPlanId: '{id}' },
  prefix: 'BackupPlan',
  create: { call: 'CreateBackupPlan', at: 'BackupPlan' },
  read: [
    { call: 'GetBackupPlan', only: ['arn', 'version'] },
    { call: 'GetBackupPlan', at: 'BackupPlan' },
  ],
  update: [{ call: 'UpdateBackupPlan', at: 'BackupPlan', send: ['name', ...CONTENT] }],
  delete: { call: 'DeleteBackupPlan' },
  names: {
    version: 'VersionId',
    'rule.target_vault_name': 'TargetBackupVaultName',
    'rule.schedule': 'ScheduleExpression',
    'rule.start_window': 'StartWindowMinutes',
    'rule.completion_window': 'CompletionWindowMinutes',
    'rule.lifecycle.cold_storage_after': 'MoveToColdStorageAfterDays',
    'rule.lifecycle.delete_after': 'DeleteAfterDays',
    'rule.copy_action.destination_vault_arn': 'DestinationBackupVaultArn',
    'rule.copy_action.lifecycle.cold_storage_after': 'MoveToColdStorageAfterDays',
    'rule.copy_action.lifecycle.delete_after': 'DeleteAfterDays',
  },
  defaults: {
    'rule.start_window': 60,
    'rule.completion_window': 180,
    'rule.enable_continuous_backup': false,
    'rule.schedule_expression_timezone': 'Etc/UTC',
  },
  immutable: ['name'],
  recomputed: { version: CONTENT },
});
