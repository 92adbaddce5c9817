import { handler } from '../contract.js';

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupSelection.html */
export default handler({
  type: 'aws_backup_selection',
  service: 'backup',
  created: { id: 'SelectionId' },
  importId: '{plan_id}|{id}',
  key: { BackupPlanId: '{plan_id}', SelectionId: '{id}' },
  create: { call: 'CreateBackupSelection', at: 'BackupSelection' },
  read: { call: 'GetBackupSelection', at: 'BackupSelection' },
  delete: { call: 'DeleteBackupSelection' },
  names: {
    name: 'SelectionName',
    selection_tag: 'ListOfTags',
    'selection_tag.type': 'ConditionType',
    'selection_tag.key': 'ConditionKey',
    'selection_tag.value': 'ConditionValue',
    'condition.string_equals.key': 'ConditionKey',
    'condition.string_equals.value': 'ConditionValue',
    'condition.string_like.key': 'ConditionKey',
    'condition.string_like.value': 'ConditionValue',
    'condition.string_not_equals.key': 'ConditionKey',
    'condition.string_not_equals.value': 'ConditionValue',
    'condition.string_not_like.key': 'ConditionKey',
    'condition.string_not_like.value': 'ConditionValue',
  },
  retryOn: ['cannot be assumed by AWS Backup'],
});
