import { BackupVault as BackupVaultResource } from '@cdktn/provider-aws/lib/backup-vault/index.js';
import { BackupVaultLockConfiguration } from '@cdktn/provider-aws/lib/backup-vault-lock-configuration/index.js';
import { BackupVaultNotifications } from '@cdktn/provider-aws/lib/backup-vault-notifications/index.js';
import { BackupVaultPolicy } from '@cdktn/provider-aws/lib/backup-vault-policy/index.js';
import { Construct } from 'constructs';
import { type PolicyStatement, policyDocument } from './policy-document.js';
import type { Duration } from './values/duration.js';

/** What a {@link BackupVault} is made from. */
export interface BackupVaultProps {
  readonly name: string;
  /** Key in the vault's own region. */
  readonly keyArn: string;
  /** The only account that may use it, twelve digits. */
  readonly accountId: string;
  /** Refuse everybody to delete recovery points or to shorten their time; they go when their plan says. */
  readonly protectPoints: boolean;
  /** Limits on the retention of points, in governance mode. @default none */
  readonly lock?: { readonly minRetention: Duration; readonly maxRetention: Duration };
  /** Topic in the vault's region that hears of jobs that failed. @default none */
  readonly topicArn?: string;
  /** Delete the points with the vault. @default false */
  readonly forceDestroy?: boolean;
  /** Region of the vault when it is not the provider's. @default the provider's */
  readonly region?: string;
}

/**
 * What goes wrong without a backup job failing, which CloudWatch counts already.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-notifications.html
 */
const EVENTS = ['COPY_JOB_FAILED', 'S3_BACKUP_OBJECT_FAILED', 'S3_RESTORE_OBJECT_FAILED'] as const;

/** A vault of encrypted recovery points. */
export class BackupVault extends Construct {
  readonly name: string;
  readonly arn: string;

  constructor(scope: Construct, id: string, props: BackupVaultProps) {
    super(scope, id);
    const { name, region, lock, topicArn } = props;
    const vault = new BackupVaultResource(this, 'Default', {
      name,
      kmsKeyArn: props.keyArn,
      forceDestroy: props.forceDestroy ?? false,
      region,
    });
    this.name = vault.name;
    this.arn = vault.arn;
    new BackupVaultPolicy(this, 'policy', {
      backupVaultName: vault.name,
      policy: policyDocument(this.statements(props)),
      region,
    });
    if (lock) {
      new BackupVaultLockConfiguration(this, 'lock', {
        backupVaultName: vault.name,
        minRetentionDays: lock.minRetention.toDays(),
        maxRetentionDays: lock.maxRetention.toDays(),
        region,
      });
    }
    if (topicArn) {
      new BackupVaultNotifications(this, 'notices', {
        backupVaultName: vault.name,
        snsTopicArn: topicArn,
        backupVaultEvents: [...EVENTS],
        region,
      });
    }
  }

  /** In a vault's policy the resource `*` is the vault and its points. */
  private statements({ accountId, protectPoints }: BackupVaultProps): PolicyStatement[] {
    const ownAccountOnly: PolicyStatement = {
      sid: 'OwnAccountOnly',
      effect: 'Deny',
      principal: '*',
      actions: ['backup:CopyIntoBackupVault', 'backup:CopyFromBackupVault', 'backup:StartRestoreJob'],
      resources: ['*'],
      conditions: { StringNotEquals: { 'aws:PrincipalAccount': accountId } },
    };
    const keepPoints: PolicyStatement = {
      sid: 'KeepPoints',
      effect: 'Deny',
      principal: '*',
      actions: ['backup:DeleteRecoveryPoint', 'backup:UpdateRecoveryPointLifecycle'],
      resources: ['*'],
    };
    return [ownAccountOnly, ...(protectPoints ? [keepPoints] : [])];
  }
}
