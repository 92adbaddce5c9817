import { describe, expect, it } from '@jest/globals';
import { BackupPlan, type BackupPlanProps } from '../backup-plan.js';
import { Duration } from '../values/duration.js';
import { errorOf, SynthesizedModule } from './fixtures/synthesized-module.js';

function synthesize(props: Partial<BackupPlanProps> = {}, change: (plan: BackupPlan) => void = () => {}) {
  return new SynthesizedModule((scope) => {
    const plan = new BackupPlan(scope, 'plan', {
      name: 'daily',
      vaultName: 'vault',
      schedule: 'cron(0 3 * * ? *)',
      retention: Duration.days(35),
      ...props,
    });
    change(plan);
  });
}

describe('backup plan', () => {
  it('takes points on schedule and removes them after their time', () => {
    expect(synthesize().one('aws_backup_plan').rule).toMatchObject([
      {
        target_vault_name: 'vault',
        schedule: 'cron(0 3 * * ? *)',
        start_window: 60,
        completion_window: 480,
        enable_continuous_backup: false,
        lifecycle: { delete_after: 35 },
      },
    ]);
  });

  it('copies points to another vault with a time of their own', () => {
    const { rule } = synthesize({ copy: { vaultArn: 'copies', retention: Duration.days(60) } }).one('aws_backup_plan');
    expect(rule[0].copy_action).toEqual([{ destination_vault_arn: 'copies', lifecycle: { delete_after: 60 } }]);
  });

  it('moves points to cold storage', () => {
    const props = { coldAfter: Duration.days(30), retention: Duration.days(120) };
    expect(synthesize(props).one('aws_backup_plan').rule[0].lifecycle).toEqual({
      cold_storage_after: 30,
      delete_after: 120,
    });
  });

  it('selects by name, or by all of some tags', () => {
    const stack = synthesize({}, (plan) => {
      plan.select({ name: 'stores', roleArn: 'role', resources: ['db'] });
      plan.select({ name: 'tagged', roleArn: 'role', resources: ['*'], tags: { backup: 'daily', stage: 'prod' } });
    });
    const [stores, tagged] = stack.all('aws_backup_selection');
    expect(stores).toMatchObject({ name: 'stores', resources: ['db'], iam_role_arn: 'role' });
    expect(stores).not.toHaveProperty('condition');
    expect(tagged?.condition[0].string_equals).toEqual([
      { key: 'aws:ResourceTag/backup', value: 'daily' },
      { key: 'aws:ResourceTag/stage', value: 'prod' },
    ]);
  });

  it.each([
    [
      { coldAfter: Duration.days(30), retention: Duration.days(119) },
      "backup plan 'daily': cold after 30d, points must be kept 90d longer, not 119d",
    ],
    [
      { continuous: true, coldAfter: Duration.days(1), retention: Duration.days(100) },
      "backup plan 'daily': a continuous backup cannot move to cold storage",
    ],
    [
      { continuous: true, retention: Duration.days(36) },
      "backup plan 'daily': a continuous backup is kept 35d at most, not 36d",
    ],
  ])('refuses times that AWS Backup would refuse: %#', (props, message) => {
    expect(errorOf(() => synthesize(props))).toMatchObject({ code: 'InvalidBackupPlan', message });
  });
});
