import { shell } from '../../../../modules/values/shell-quoted.js';
import { awsCommand } from '../../../session/cloud/aws-command.js';
import type { Cloud } from '../../../session/cloud/index.js';
import { countText, type StoreKind } from './store-kind.js';

/** A vault of AWS Backup. */
export const vault: StoreKind = {
  label: 'backup vault',
  look: async ({ cloud, attributes }) => {
    const points = await recoveryPoints(cloud, String(attributes.name));
    if (points.length === 0) return undefined;
    const newest = Math.max(...points.map(({ CreationDate }) => CreationDate?.getTime() ?? 0));
    const last = newest > 0 ? { newest: new Date(newest).toISOString() } : {};
    return { words: countText(points.length, 'recovery point'), amounts: { items: points.length, ...last } };
  },
  guard: async (cloud, { name }) => {
    const BackupVaultName = String(name);
    if ((await recoveryPoints(cloud, BackupVaultName)).length === 0) return undefined;
    const { Backup } = await import('@aws-sdk/client-backup');
    const client = new Backup(cloud.settingsFor('backup'));
    try {
      const { Locked, LockDate, MinRetentionDays } = await client.describeBackupVault({ BackupVaultName });
      const { Policy = '' } = await client
        .getBackupVaultAccessPolicy({ BackupVaultName })
        .catch(() => ({ Policy: '' }));
      if (/Deny/.test(Policy) && /DeleteRecoveryPoint/.test(Policy)) {
        return `its policy lets nobody delete recovery points: take it away first (${awsCommand(cloud, shell`backup delete-backup-vault-access-policy --backup-vault-name ${BackupVaultName}`)})`;
      }
      if (!Locked || (LockDate && LockDate.getTime() > Date.now())) return undefined;
      return `it is locked: AWS deletes none of its recovery points before they are ${MinRetentionDays ?? 'as many'} days old, whoever asks`;
    } finally {
      client.destroy();
    }
  },
  empty: {
    applies: ({ force_destroy: force }) => force === false,
    run: async (cloud, { name }) => {
      const BackupVaultName = String(name);
      const { Backup } = await import('@aws-sdk/client-backup');
      const client = new Backup(cloud.settingsFor('backup'));
      try {
        for (const { RecoveryPointArn } of await recoveryPoints(cloud, BackupVaultName)) {
          await client.deleteRecoveryPoint({ BackupVaultName, RecoveryPointArn });
        }
      } finally {
        client.destroy();
      }
    },
  },
};

async function recoveryPoints(cloud: Cloud, name: string) {
  const { BackupClient, paginateListRecoveryPointsByBackupVault } = await import('@aws-sdk/client-backup');
  const client = new BackupClient(cloud.settingsFor('backup'));
  try {
    const found = [];
    for await (const page of paginateListRecoveryPointsByBackupVault({ client }, { BackupVaultName: name })) {
      found.push(...(page.RecoveryPoints ?? []));
    }
    return found;
  } finally {
    client.destroy();
  }
}
