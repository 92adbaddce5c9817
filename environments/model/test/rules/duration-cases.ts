import type { RuleCases } from './rule-cases.js';

const queue = (ingest: object) => ({ messaging: { queues: { ingest } } });
const plan = (daily: object) => ({ backup: { plans: { daily } } });

/** Cases of the rules about spans of time, schedules and backups. */
export const DURATION_CASES: Readonly<Record<string, RuleCases>> = {
  'duration-limits': {
    accepts: [
      { foundation: { keyDeletionWindow: '7d' } },
      { foundation: { keyDeletionWindow: '30d' } },
      { secrets: { token: { recoveryWindow: '1w' } } },
      queue({ visibilityTimeout: '12h', retention: '60s' }),
      { data: { postgres: { main: { backupRetention: '48h' } } } },
    ],
    refuses: [
      [{ foundation: { keyDeletionWindow: '6d' } }, ['foundation.keyDeletionWindow', 'must be 7d to 30d, not 6d']],
      [
        { secrets: { token: { recoveryWindow: '31d', rotateEvery: '4h' } } },
        ['secrets.token.recoveryWindow', 'must be 7d to 30d, not 31d'],
        ['secrets.token.rotateEvery', 'must be 1d to 999d, not 4h'],
      ],
      [
        queue({ visibilityTimeout: '43201s' }),
        ['messaging.queues.ingest.visibilityTimeout', 'must be 1s to 12h, not 43201s'],
      ],
      [
        { data: { postgres: { main: { backupRetention: '25h' } }, redis: { cache: { snapshotRetention: '36d' } } } },
        ['data.postgres.main.backupRetention', 'must be whole days, not 25h'],
        ['data.redis.cache.snapshotRetention', 'must be 1d to 35d, not 36d'],
      ],
    ],
  },
  'log-retention': {
    accepts: [
      { network: { flowLogs: { retention: '90d' } }, cluster: { logRetention: '3653d' } },
      { network: { flowLogs: { retention: '24h' } } },
    ],
    refuses: [
      [
        { network: { flowLogs: { retention: '100d' } } },
        ['network.flowLogs.retention', 'CloudWatch Logs cannot keep events for 100d; the nearest that it can is 90d'],
      ],
      [
        { cluster: { logRetention: '1h' } },
        ['cluster.logRetention', 'CloudWatch Logs cannot keep events for 1h; the nearest that it can is 1d'],
      ],
      [
        { cluster: { logRetention: '5000d' } },
        ['cluster.logRetention', 'CloudWatch Logs cannot keep events for 5000d; the nearest that it can is 3653d'],
      ],
    ],
  },
  'queue-retention': {
    accepts: [{}, queue({ retention: '13d', deadLetterRetention: '14d' })],
    refuses: [
      [
        queue({ retention: '4d', deadLetterRetention: '96h' }),
        ['messaging.queues.ingest.deadLetterRetention', 'must be longer than retention 4d, not 96h'],
      ],
    ],
  },
  'backup-schedule': {
    accepts: [
      'cron(0 1 * * ? *)',
      'cron(30 8-18 ? * MON-FRI *)',
      'cron(15 * * * ? *)',
      'cron(0/60 0 1 1 ? *)',
      'cron(5 0/4 L * ? *)',
    ].map((schedule) => plan({ schedule })),
    refuses: [
      ...['rate(1 day)', 'rate(12 hours)', 'rate(2 hour)', 'rate(daily)'].map(
        (schedule) =>
          [
            plan({ schedule }),
            ['backup.plans.daily.schedule', `'${schedule}': AWS Backup takes cron only, no rate`],
          ] as const,
      ),
      ...[
        ['cron(0/15 8-18 ? * MON-FRI *)', 4],
        ['cron(* 1 * * ? *)', 60],
        ['cron(0,30 1 * * ? *)', 2],
        ['cron(10-12 1 * * ? *)', 3],
        ['cron(*/20 1 * * ? *)', 3],
      ].map(
        ([schedule, times]) =>
          [
            plan({ schedule }),
            [
              'backup.plans.daily.schedule',
              `'${schedule}' runs ${times} times an hour; AWS Backup wants an hour between two at least`,
            ],
          ] as const,
      ),
      [
        plan({ schedule: 'cron(0 25 * * ? *)' }),
        ['backup.plans.daily.schedule', "'cron(0 25 * * ? *)': '25' does not fit the field hours"],
      ],
    ],
  },
  'backup-proof': {
    accepts: [
      {},
      { backup: { proof: {} } },
      {
        backup: {
          proof: {
            assertions: {
              main: [
                { query: 'select count(*) from films', expect: { atLeast: 1 } },
                { name: 'films', table: 'films', rows: 'recorded', checksum: 'recorded' },
              ],
            },
          },
        },
      },
    ],
    refuses: [
      [
        { backup: { proof: { assertions: { main: [{ name: 'nothing' }, { query: 'select 1', table: 'films' }] } } } },
        ['backup.proof.assertions.main.0', 'needs either query or table'],
        ['backup.proof.assertions.main.1', 'needs either query or table'],
      ],
      [
        {
          backup: {
            proof: {
              assertions: {
                main: [
                  { query: 'select 1' },
                  { query: 'select 1', expect: {} },
                  { query: 'select 1', rows: 1 },
                  { table: 'films', expect: { atLeast: 1 }, rows: 1 },
                  { table: 'films' },
                ],
              },
            },
          },
        },
        ['backup.proof.assertions.main.0', 'needs expect: equals, atLeast, atMost or newestWithin'],
        ['backup.proof.assertions.main.1', 'needs expect: equals, atLeast, atMost or newestWithin'],
        ['backup.proof.assertions.main.2', 'rows and checksum go with table, not with query'],
        ['backup.proof.assertions.main.3', 'expect goes with query; a table has rows or checksum'],
        ['backup.proof.assertions.main.4', 'needs rows or checksum'],
      ],
    ],
  },
  'backup-lifecycle': {
    accepts: [{}, plan({ coldAfter: '30d', retention: '120d' }), plan({ continuous: true, retention: '35d' })],
    refuses: [
      [
        plan({ coldAfter: '30d', retention: '119d' }),
        [
          'backup.plans.daily.retention',
          'must be at least 120d, not 119d: points that turn cold after 30d stay cold for 90d',
        ],
      ],
      [
        plan({ continuous: true, retention: '36d' }),
        ['backup.plans.daily.retention', 'a continuous backup is kept 35d at most, not 36d'],
      ],
      [
        plan({ continuous: true, coldAfter: '1d', retention: '35d' }),
        [
          'backup.plans.daily.retention',
          'must be at least 91d, not 35d: points that turn cold after 1d stay cold for 90d',
        ],
        ['backup.plans.daily.coldAfter', 'a continuous backup cannot turn cold'],
      ],
    ],
  },
  'vault-lock': {
    accepts: [
      {},
      { backup: { vaultLock: {} } },
      { backup: { vaultLock: {}, copyTo: 'eu-west-1', copyRetention: '365d' } },
    ],
    refuses: [
      [
        { backup: { vaultLock: { minRetention: '40d' } } },
        ['backup.plans.daily.retention', '35d is outside the lock of the vault, 40d to 365d'],
      ],
      [
        { backup: { vaultLock: {}, copyTo: 'eu-west-1', copyRetention: '366d' } },
        ['backup.copyRetention', '366d is outside the lock of the vault, 7d to 365d'],
      ],
      [
        { backup: { vaultLock: { minRetention: '9d', maxRetention: '8d' } } },
        ['backup.vaultLock.minRetention', 'minRetention 9d is above maxRetention 8d'],
      ],
    ],
  },
  'bucket-lifecycle': {
    accepts: [{}, { media: { buckets: { uploads: { coldAfter: '30d', expire: '120d' } } } }],
    refuses: [
      [
        { media: { buckets: { uploads: { coldAfter: '30d', expire: '119d' } } } },
        [
          'media.buckets.uploads.expire',
          'must be at least 120d, not 119d: what turns cold after 30d is billed for 90d',
        ],
      ],
    ],
  },
};
