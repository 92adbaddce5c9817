import { describe, expect, it } from '@jest/globals';
import { fullEnvironment } from './fixtures/full-environment.js';
import { SynthesizedStack, synthesize } from './fixtures/synthesized-stack.js';

const PLANS = {
  daily: { schedule: 'cron(0 3 * * ? *)', retention: '35d', continuous: true },
  monthly: { schedule: 'cron(0 4 1 * ? *)', retention: '365d', coldAfter: '30d' },
};

function backupWith(backup: Record<string, unknown>, more: Record<string, unknown> = {}): SynthesizedStack {
  const environment = fullEnvironment({ backup: { plans: PLANS, ...backup }, ...more });
  return synthesize(environment).backup as SynthesizedStack;
}

const backup = backupWith({ copyTo: 'eu-west-1', copyRetention: '60d', vaultLock: {} });

describe('backup stack', () => {
  it('keeps points in an encrypted vault that refuses to lose them', () => {
    const vault = backup.startingWith('aws_backup_vault', 'vault');
    expect(vault).toMatchObject({ name: 'backlot-prod-backups', force_destroy: false });
    expect(vault.kms_key_arn).toMatch(/aws_kms_keydata-keyarn/);
    for (const { policy } of backup.all('aws_backup_vault_policy')) {
      expect(Object.keys(SynthesizedStack.statements(policy))).toEqual(['OwnAccountOnly', 'KeepPoints']);
    }
  });

  it('copies every point to a vault of another region, under a key of that region', () => {
    expect(backup.startingWith('aws_backup_vault', 'copies')).toMatchObject({
      region: 'eu-west-1',
      kms_key_arn: expect.stringMatching(/^\$\{aws_kms_key\.copy-key\.arn\}$/),
    });
    expect(backup.one('aws_kms_key').region).toBe('eu-west-1');
    for (const { rule } of backup.all('aws_backup_plan')) {
      expect(rule[0].copy_action[0]).toMatchObject({
        destination_vault_arn: expect.stringContaining('aws_backup_vault.copies'),
        lifecycle: { delete_after: 60 },
      });
    }
  });

  it('takes databases and the buckets that cannot be built again, by name', () => {
    const stores = backup.all('aws_backup_selection').filter(({ name }) => name === 'stores');
    expect(stores).toHaveLength(2);
    for (const { resources } of stores) {
      expect(resources).toEqual([
        expect.stringContaining('postgres-main'),
        expect.stringContaining('bucket-uploads'),
        expect.stringContaining('bucket-media'),
      ]);
    }
  });

  it('takes what carries the tag of a plan', () => {
    const tagged = backup.all('aws_backup_selection').filter(({ name }) => name === 'tagged');
    expect(tagged.map(({ condition }) => condition[0].string_equals[0].value)).toEqual(['daily', 'monthly']);
  });

  it('leaves out buckets without versions, which AWS Backup does not take', () => {
    const media = { buckets: { uploads: { kind: 'uploads', versioned: false }, media: { kind: 'origin' } } };
    const stack = backupWith({}, { media });
    const stores = stack.all('aws_backup_selection').find(({ name }) => name === 'stores');
    expect(stores?.resources).toEqual([
      expect.stringContaining('postgres-main'),
      expect.stringContaining('bucket-media'),
    ]);
  });

  it('tells the pager of the vault’s own region only, as topics of others cannot be told', () => {
    expect(backup.one('aws_backup_vault_notifications').sns_topic_arn).toMatch(/aws_sns_topicpager/);
  });

  it('locks both vaults', () => {
    const locks = backup.all('aws_backup_vault_lock_configuration');
    expect(locks).toHaveLength(2);
    for (const lock of locks) expect(lock).toMatchObject({ min_retention_days: 7, max_retention_days: 365 });
  });

  it('has neither copies nor lock unless declared', () => {
    const plain = backupWith({});
    expect(plain.all('aws_backup_vault')).toHaveLength(1);
    expect(plain.all('aws_backup_vault_lock_configuration')).toEqual([]);
    for (const { rule } of plain.all('aws_backup_plan')) expect(rule[0]).not.toHaveProperty('copy_action');
  });

  it('can be thrown away where no user depends on it', () => {
    const throwaway = backupWith({}, { production: false });
    expect(throwaway.one('aws_backup_vault').force_destroy).toBe(true);
    expect(SynthesizedStack.statements(throwaway.one('aws_backup_vault_policy').policy)).not.toHaveProperty(
      'KeepPoints',
    );
  });

  it('refuses a plan that the locked vault would refuse at night', () => {
    expect(() => backupWith({ vaultLock: { maxRetention: '90d' } })).toThrow(
      'backup.plans.monthly keeps points for 365d, but backup.vaultLock takes 7d to 90d',
    );
    expect(() => backupWith({ copyTo: 'eu-west-1', copyRetention: '3d', vaultLock: {} })).toThrow(
      'backup.copyRetention keeps points for 3d, but backup.vaultLock takes 7d to 365d',
    );
  });

  it('lets AWS Backup take the role for this account only', () => {
    const [trust] = JSON.parse(backup.one('aws_iam_role').assume_role_policy).Statement;
    expect(trust.Condition).toEqual({ StringEquals: { 'aws:SourceAccount': '123456789012' } });
    expect(backup.all('aws_iam_role_policy_attachment')).toHaveLength(4);
  });
});
