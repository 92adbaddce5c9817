import { describe, expect, it } from '@jest/globals';
import { BackupVault, type BackupVaultProps } from '../backup-vault.js';
import { Duration } from '../values/duration.js';
import { SynthesizedModule, statements } from './fixtures/synthesized-module.js';

function synthesize(props: Partial<BackupVaultProps> = {}): SynthesizedModule {
  return new SynthesizedModule((scope) => {
    new BackupVault(scope, 'vault', {
      name: 'x',
      keyArn: 'key',
      accountId: '123456789012',
      protectPoints: true,
      ...props,
    });
  });
}

describe('backup vault', () => {
  it('is encrypted and keeps its points when it is deleted', () => {
    expect(synthesize().one('aws_backup_vault')).toMatchObject({ kms_key_arn: 'key', force_destroy: false });
  });

  it('refuses other accounts, and everybody to delete points', () => {
    const { OwnAccountOnly, KeepPoints } = statements(synthesize().one('aws_backup_vault_policy').policy);
    expect(OwnAccountOnly?.Condition).toEqual({ StringNotEquals: { 'aws:PrincipalAccount': '123456789012' } });
    expect(KeepPoints).toMatchObject({
      Effect: 'Deny',
      Action: ['backup:DeleteRecoveryPoint', 'backup:UpdateRecoveryPointLifecycle'],
    });
  });

  it('lets points be deleted where they are not protected', () => {
    const { policy } = synthesize({ protectPoints: false }).one('aws_backup_vault_policy');
    expect(statements(policy)).not.toHaveProperty('KeepPoints');
  });

  it('is locked in governance mode, which has no grace period', () => {
    const lock = { minRetention: Duration.days(7), maxRetention: Duration.days(365) };
    const locked = synthesize({ lock }).one('aws_backup_vault_lock_configuration');
    expect(locked).toMatchObject({ min_retention_days: 7, max_retention_days: 365 });
    expect(locked).not.toHaveProperty('changeable_for_days');
  });

  it('tells of copies and objects that failed', () => {
    const { backup_vault_events } = synthesize({ topicArn: 'topic' }).one('aws_backup_vault_notifications');
    expect(backup_vault_events).toContain('COPY_JOB_FAILED');
    expect(synthesize().all('aws_backup_vault_notifications')).toEqual([]);
  });

  it('lives as a whole in another region where told', () => {
    const stack = synthesize({ region: 'eu-west-1', topicArn: 'topic' });
    for (const type of stack.types) expect(stack.one(type).region).toBe('eu-west-1');
  });
});
