import { type Attributes, type Context, handler } from '../contract.js';

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupVault.html */
export default handler({
  type: 'aws_backup_vault',
  service: 'backup',
  id: '{name}',
  key: { BackupVaultName: '{name}' },
  prefix: 'BackupVault',
  create: { call: 'CreateBackupVault' },
  read: { call: 'DescribeBackupVault' },
  delete: [{ when: ['force_destroy'], run: deletePoints }, { call: 'DeleteBackupVault' }],
  names: { kms_key_arn: 'EncryptionKeyArn', recovery_points: 'NumberOfRecoveryPoints' },
  defaults: { force_destroy: false },
  local: ['force_destroy'],
});

/** A vault must be empty before it goes. */
async function deletePoints({ name, force_destroy }: Attributes, { call }: Context): Promise<void> {
  if (!force_destroy) return;
  let NextToken: string | undefined;
  do {
    const page = await call('ListRecoveryPointsByBackupVault', { BackupVaultName: name, NextToken });
    for (const { RecoveryPointArn } of page.RecoveryPoints ?? []) {
      await call('DeleteRecoveryPoint', { BackupVaultName: name, RecoveryPointArn });
    }
    NextToken = page.NextToken;
  } while (NextToken);
}
