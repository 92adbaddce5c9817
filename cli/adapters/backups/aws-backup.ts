import { BacklotError } from '../../../modules/values/backlot-error.js';
import { ifThere } from './aws-errors.js';
import type { Clients } from './clients.js';
import { defined } from './defined-fields.js';
import {
  type Look,
  type Ownership,
  ownershipTags,
  type Placement,
  type Restored,
  type RestoreRequest,
  type Snapshot,
  type Store,
  type StoreAdapter,
  type Tagged,
} from './store.js';

/** Where AWS Backup keeps what it makes, and as whom it works. */
export interface BackupAccess {
  readonly vault: string;
  readonly roleArn: string;
  /** Role of restores. @default roleArn */
  readonly restoreRoleArn?: string;
}

/**
 * File systems of EFS, which have no snapshots of their own, by jobs of AWS Backup. Jobs are named by tokens: asking
 * twice gives the same job.
 *
 * @see https://docs.aws.amazon.com/aws-backup/latest/devguide/API_StartBackupJob.html
 * @see https://docs.aws.amazon.com/aws-backup/latest/devguide/restoring-efs.html
 */
export class EfsAdapter implements StoreAdapter {
  readonly kind = 'efs';
  readonly method = 'AWS Backup';
  readonly longestName = 64;
  readonly unprovable = 'AWS Backup makes file systems but removes none: one that is restored for a proof would stay';

  /** @param access of the environment's vault; undefined when it has none */
  constructor(
    private readonly clients: Clients,
    private readonly access: BackupAccess | undefined,
  ) {}

  async placement({ attributes = {} }: Store): Promise<Placement> {
    return defined({
      arn: attributes.arn,
      encrypted: attributes.encrypted,
      kmsKeyId: attributes.kms_key_id,
      performanceMode: attributes.performance_mode,
    });
  }

  async start({ attributes = {} }: Store, id: string, ownership: Ownership): Promise<Snapshot> {
    const { vault, roleArn } = this.require();
    const backup = await this.clients.backup();
    const { BackupJobId } = await backup.startBackupJob({
      BackupVaultName: vault,
      ResourceArn: String(attributes.arn),
      IamRoleArn: roleArn,
      IdempotencyToken: id,
      RecoveryPointTags: ownershipTags(ownership),
    });
    return { id, facts: { job: BackupJobId, vault } };
  }

  async look(_: Store, { id, facts = {} }: Snapshot): Promise<Look<Snapshot>> {
    const backup = await this.clients.backup();
    const job = await ifThere(backup.describeBackupJob({ BackupJobId: String(facts.job) }));
    if (!job) return { state: 'gone' };
    const found = defined({
      id,
      arn: job.RecoveryPointArn,
      takenAt: job.CreationDate?.toISOString(),
      sizeBytes: job.BackupSizeInBytes,
      encrypted: true,
      facts,
    });
    if (job.State === 'COMPLETED') {
      const point = { BackupVaultName: String(facts.vault), RecoveryPointArn: job.RecoveryPointArn };
      return (await ifThere(backup.describeRecoveryPoint(point))) ? { state: 'available', found } : { state: 'gone' };
    }
    const failed = ['FAILED', 'ABORTED', 'EXPIRED', 'PARTIAL'].includes(job.State ?? '');
    const progress = job.PercentDone ? `${job.PercentDone} %` : job.State;
    return { state: failed ? 'failed' : 'creating', progress, reason: failed ? job.StatusMessage : undefined, found };
  }

  async remove(_: Store, { arn, facts = {} }: Snapshot): Promise<boolean> {
    if (!arn) return false;
    const backup = await this.clients.backup();
    const point = { BackupVaultName: String(facts.vault), RecoveryPointArn: arn };
    return (await ifThere(backup.deleteRecoveryPoint(point))) !== undefined;
  }

  async restorableTimes(): Promise<undefined> {
    return undefined;
  }

  /** A new file system gets an id that nobody can know before. */
  async exists(): Promise<boolean> {
    return false;
  }

  async restore(request: RestoreRequest): Promise<void> {
    await this.job(request);
  }

  async lookRestored(request: RestoreRequest): Promise<Look<Restored>> {
    const backup = await this.clients.backup();
    const job = await backup.describeRestoreJob({ RestoreJobId: await this.job(request) });
    const identifier = job.CreatedResourceArn?.split('/').at(-1) ?? request.target;
    const found = { identifier, facts: { arn: job.CreatedResourceArn } };
    if (job.Status === 'COMPLETED') return { state: 'available', found };
    const failed = job.Status === 'FAILED' || job.Status === 'ABORTED';
    return { state: failed ? 'failed' : 'creating', progress: job.PercentDone, reason: job.StatusMessage, found };
  }

  async removeRestored(): Promise<boolean> {
    throw new BacklotError({
      code: 'RemoveByHand',
      message: 'a restored file system is removed in EFS itself: AWS Backup makes them but takes none away',
      actions: ['aws efs describe-file-systems', 'aws efs delete-file-system --file-system-id <id>'],
    });
  }

  async tagged(): Promise<Tagged[]> {
    return [];
  }

  cutOver({ identifier }: Store): string[] {
    return [
      `mount the restored file system instead of ${identifier}: its data is below aws-backup-restore_<time>`,
      'make mount targets in the subnets of the old one, with its security groups',
    ];
  }

  private async job({ snapshot, placement, target }: RestoreRequest): Promise<string> {
    const { roleArn, restoreRoleArn = roleArn } = this.require();
    const backup = await this.clients.backup();
    const { RestoreJobId = '' } = await backup.startRestoreJob({
      RecoveryPointArn: snapshot?.arn,
      IamRoleArn: restoreRoleArn,
      IdempotencyToken: target,
      ResourceType: 'EFS',
      Metadata: {
        'file-system-id': String(placement.arn).split('/').at(-1) ?? '',
        newFileSystem: 'true',
        CreationToken: target,
        Encrypted: String(placement.encrypted ?? true),
        PerformanceMode: String(placement.performanceMode ?? 'generalPurpose'),
        ...(placement.kmsKeyId ? { KmsKeyId: String(placement.kmsKeyId) } : {}),
      },
    });
    return RestoreJobId;
  }

  private require(): BackupAccess {
    if (this.access) return this.access;
    throw new BacklotError({
      code: 'NotBackedUp',
      message: 'EFS is backed up by AWS Backup, and the environment has no vault: declare `backup`',
    });
  }
}
