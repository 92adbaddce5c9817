import type { RuleCases } from './rule-cases.js';

const postgres = (main: object) => ({ data: { postgres: { main } } });
const redis = (cache: object) => ({ data: { redis: { cache } } });

/** Cases of the rules about databases and caches. */
export const DATA_CASES: Readonly<Record<string, RuleCases>> = {
  'postgres-version': {
    accepts: [{}, ...['14', '18', '17.5', '17.12'].map((version) => postgres({ version }))],
    refuses: [
      [
        postgres({ version: '13' }),
        ['data.postgres.main.version', 'RDS ended standard support for PostgreSQL 13 on 2026-02-28'],
      ],
      [postgres({ version: '19' }), ['data.postgres.main.version', 'RDS does not offer PostgreSQL 19']],
      [postgres({ version: '17.4' }), ['data.postgres.main.version', 'RDS no longer offers PostgreSQL 17.4']],
      [postgres({ version: '17.99' }), ['data.postgres.main.version', 'RDS does not offer PostgreSQL 17.99']],
      [postgres({ version: '17.x' }), ['data.postgres.main.version', "'17.x' is no version of PostgreSQL"]],
    ],
  },
  'cache-version': {
    accepts: [{}, redis({ version: '7.2' }), redis({ engine: 'redis', version: '7.1' })],
    refuses: [
      [redis({ version: '7.1' }), ['data.redis.cache.version', 'ElastiCache does not offer valkey 7.1']],
      [
        redis({ engine: 'redis', version: '6.2' }),
        ['data.redis.cache.version', 'redis 6.2 cannot sign users in with IAM, which needs 7.0'],
      ],
      [
        redis({ engine: 'redis', version: '9.9' }),
        ['data.redis.cache.version', 'ElastiCache does not offer redis 9.9'],
      ],
    ],
  },
  'storage-size': {
    accepts: [
      postgres({ storageGiB: { initial: 100, max: 100 } }),
      postgres({ storageGiB: { initial: 100, max: 110 } }),
    ],
    refuses: [
      [
        postgres({ storageGiB: { initial: 100, max: 99 } }),
        ['data.postgres.main.storageGiB.max', 'max 99 GiB is below initial 100 GiB'],
      ],
      [
        postgres({ storageGiB: { initial: 200, max: 210 } }),
        [
          'data.postgres.main.storageGiB.max',
          'max 210 GiB must be at least 10 % above initial 200 GiB: 220, or equal to it for no growth',
        ],
      ],
    ],
  },
  'database-name': {
    accepts: [{}, postgres({ database: 'users' })],
    refuses: ['postgres', 'rdsadmin', 'table'].map((database) => [
      postgres({ database }),
      ['data.postgres.main.database', `'${database}' is reserved by RDS or PostgreSQL`],
    ]),
  },
  'enforced-parameters': {
    accepts: [{}, postgres({ parameters: { max_connections: '500' } })],
    refuses: [
      [
        postgres({ parameters: { 'rds.force_ssl': '0' } }),
        ['data.postgres.main.parameters["rds.force_ssl"]', 'is set by the platform for every database'],
      ],
    ],
  },
  'performance-insights': {
    accepts: ['7d', '31d', '62d', '713d', '731d'].map((performanceInsights) => postgres({ performanceInsights })),
    refuses: ['30d', '8d', '730d', '744d'].map((performanceInsights) => [
      postgres({ performanceInsights }),
      [
        'data.postgres.main.performanceInsights',
        `must be 7d, a multiple of 31d up to 713d, or 731d, not ${performanceInsights}`,
      ],
    ]),
  },
  windows: {
    accepts: [
      {},
      postgres({ backupWindow: '23:45-00:15', maintenanceWindow: 'sun:00:15-sun:00:45' }),
      postgres({ maintenanceWindow: 'Sun:04:00-Sun:05:00' }),
      redis({ snapshotWindow: '23:30-00:30' }),
    ],
    refuses: [
      [
        postgres({ backupWindow: '2:00-3:00' }),
        ['data.postgres.main.backupWindow', "'2:00-3:00' is not a window of the form hh:mm-hh:mm in UTC"],
      ],
      [
        postgres({ backupWindow: '02:00-02:10' }),
        ['data.postgres.main.backupWindow', "'02:00-02:10' is 10 minutes long; AWS asks for 30 at least"],
      ],
      [
        postgres({ maintenanceWindow: 'sunday:03:00-04:00' }),
        [
          'data.postgres.main.maintenanceWindow',
          "'sunday:03:00-04:00' is not a window of the form ddd:hh:mm-ddd:hh:mm in UTC",
        ],
      ],
      [
        postgres({ backupWindow: '10:00-11:00', maintenanceWindow: 'mon:12:00-tue:12:00' }),
        ['data.postgres.main.maintenanceWindow', "'mon:12:00-tue:12:00' is a day or longer"],
        [
          'data.postgres.main.maintenanceWindow',
          "'mon:12:00-tue:12:00' overlaps with backupWindow '10:00-11:00', which RDS refuses",
        ],
      ],
      [
        postgres({ backupWindow: '23:30-00:30', maintenanceWindow: 'mon:00:00-mon:01:00' }),
        [
          'data.postgres.main.maintenanceWindow',
          "'mon:00:00-mon:01:00' overlaps with backupWindow '23:30-00:30', which RDS refuses",
        ],
      ],
      [
        redis({ snapshotWindow: '03:00-03:30' }),
        ['data.redis.cache.snapshotWindow', "'03:00-03:30' is 30 minutes long; AWS asks for 60 at least"],
      ],
    ],
  },
};
