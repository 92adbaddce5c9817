import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { TestCloud } from '../../harness.js';
import { describeLife } from '../../life.js';

const COPIES = 'arn:aws:backup:eu-west-1:210987654321:backup-vault:copies';
const TOPIC = 'arn:aws:sns:eu-central-1:210987654321:pager';

const equals = (environment: string) => [
  { key: 'aws:ResourceTag/plan', value: 'daily' },
  { key: 'aws:ResourceTag/environment', value: environment },
];

const backups = (vault: object, rule: object, environment: string, longest: number) => ({
  aws_backup_vault: {
    vault: { name: 'movies', kms_key_arn: 'arn:aws:kms:eu-central-1:210987654321:key/1', ...vault },
  },
  aws_backup_vault_policy: {
    vault: {
      backup_vault_name: '${aws_backup_vault.vault.name}',
      policy: JSON.stringify({ Version: '2012-10-17', Statement: [] }),
    },
  },
  aws_backup_vault_notifications: {
    vault: {
      backup_vault_name: '${aws_backup_vault.vault.name}',
      sns_topic_arn: TOPIC,
      backup_vault_events: ['COPY_JOB_FAILED'],
    },
  },
  aws_backup_vault_lock_configuration: {
    vault: {
      backup_vault_name: '${aws_backup_vault.vault.name}',
      min_retention_days: 7,
      max_retention_days: longest,
    },
  },
  aws_backup_plan: {
    daily: {
      name: 'daily',
      rule: [
        {
          rule_name: 'daily',
          target_vault_name: '${aws_backup_vault.vault.name}',
          completion_window: 480,
          recovery_point_tags: { plan: 'daily' },
          copy_action: [{ destination_vault_arn: COPIES, lifecycle: [{ delete_after: 90 }] }],
          ...rule,
        },
      ],
    },
  },
  aws_backup_selection: {
    tagged: {
      name: 'tagged',
      plan_id: '${aws_backup_plan.daily.id}',
      iam_role_arn: 'arn:aws:iam::210987654321:role/backup',
      resources: ['*'],
      condition: [{ string_equals: equals(environment) }],
    },
  },
});

describe('a backup vault and plan', () => {
  let cloud: TestCloud;

  beforeAll(async () => {
    cloud = await TestCloud.start();
  }, 120_000);
  afterAll(() => cloud.close());

  describeLife({
    cloud: () => cloud,
    resources: backups(
      { force_destroy: false, tags: { a: '1' } },
      { schedule: 'cron(0 3 * * ? *)', lifecycle: [{ delete_after: 35 }] },
      'dev',
      35,
    ),
    created: async () => {
      const { id } = await cloud.attributes('aws_backup_plan.daily');
      const { BackupPlan } = await cloud.call('backup', 'GetBackupPlan', { BackupPlanId: id });
      expect(BackupPlan).toMatchObject({
        Rules: [
          {
            RuleName: 'daily',
            StartWindowMinutes: 60,
            CompletionWindowMinutes: 480,
            Lifecycle: { DeleteAfterDays: 35 },
            CopyActions: [{ DestinationBackupVaultArn: COPIES }],
          },
        ],
      });
    },
    changed: backups(
      { force_destroy: true, tags: { b: '2' } },
      { schedule: 'cron(0 4 * * ? *)', lifecycle: [{ delete_after: 200, cold_storage_after: 30 }] },
      'prod',
      200,
    ),
    changes: [
      'update aws_backup_vault.vault',
      'delete,create aws_backup_vault_lock_configuration.vault',
      'update aws_backup_plan.daily',
      'delete,create aws_backup_selection.tagged',
    ],
    meddle: async () => {
      const { arn } = await cloud.attributes('aws_backup_vault.vault');
      await cloud.call('backup', 'TagResource', { ResourceArn: arn, Tags: { b: '3' } });
      const { id: BackupPlanId } = await cloud.attributes('aws_backup_plan.daily');
      const { BackupPlan } = await cloud.call('backup', 'GetBackupPlan', { BackupPlanId });
      BackupPlan.Rules[0].ScheduleExpression = 'cron(0 9 * * ? *)';
      await cloud.call('backup', 'UpdateBackupPlan', { BackupPlanId, BackupPlan });
      const { id: SelectionId } = await cloud.attributes('aws_backup_selection.tagged');
      await cloud.call('backup', 'DeleteBackupSelection', { BackupPlanId, SelectionId });
    },
    drift: {
      'aws_backup_plan.daily': ['rule', 'version'],
      'aws_backup_selection.tagged': [],
      'aws_backup_vault.vault': ['tags'],
    },
    // What the emulator has no API for is created again.
    imports: async () => {
      const { id: plan } = await cloud.attributes('aws_backup_plan.daily');
      const { id: selection } = await cloud.attributes('aws_backup_selection.tagged');
      return {
        'aws_backup_plan.daily': plan,
        'aws_backup_selection.tagged': `${plan}|${selection}`,
        'aws_backup_vault.vault': 'movies',
      };
    },
    unknownToImport: { 'aws_backup_vault.vault': ['force_destroy'] },
    destroyed: async () => {
      expect((await cloud.call('backup', 'ListBackupVaults', {})).BackupVaultList).toEqual([]);
      expect((await cloud.call('backup', 'ListBackupPlans', {})).BackupPlansList).toEqual([]);
    },
  });
});
