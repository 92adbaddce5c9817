import { shell } from '../../modules/values/shell-quoted.js';
import { single } from '../attachments.js';
import { listed } from '../finder.js';
import { resourcePolicyVerdict } from '../policy-severity.js';
import { resource } from '../resource-type.js';

const vaultPolicy = single({
  what: 'access policy',
  ask: 'backup:GetBackupVaultAccessPolicy',
  input: ({ name }) => ({ BackupVaultName: name }),
  declaredBy: ['aws_backup_vault_policy', 'backup_vault_name'],
  there: ({ Policy }) => Policy,
  severity: (policy, { accountId }) => resourcePolicyVerdict(policy, accountId).severity,
  says: (policy, { accountId }) => resourcePolicyVerdict(policy, accountId).says,
  remove: ({ name }) => shell`aws backup delete-backup-vault-access-policy --backup-vault-name ${name}`,
});

const vaultNotifications = single({
  what: 'notification',
  ask: 'backup:GetBackupVaultNotifications',
  input: ({ name }) => ({ BackupVaultName: name }),
  declaredBy: ['aws_backup_vault_notifications', 'backup_vault_name'],
  there: ({ SNSTopicArn }) => SNSTopicArn,
  severity: 'high',
  says: 'tells somebody else of each job',
  remove: ({ name }) => shell`aws backup delete-backup-vault-notifications --backup-vault-name ${name}`,
});

/** What is known of `aws_backup_vault`. */
export default resource({
  type: 'aws_backup_vault',
  holds: {
    lost: 'its recovery points, and with them the way back to every store that they were taken of',
    section: 'backup',
  },
  beside: [vaultPolicy, vaultNotifications],
  find: listed({
    ask: 'backup:ListBackupVaults',
    at: 'BackupVaultList',
    same: { BackupVaultName: 'name' },
    id: 'BackupVaultName',
  }),
});
