import { z } from 'zod';
import { duration, renamedFrom, resourceName } from './scalars.js';
import { schemaVersionSchema } from './service-schemas.js';

const window = z.string().meta({ description: 'UTC window.' });

const postgres = z.strictObject({
  renamedFrom,
  version: z.string().default('17').meta({ description: 'Major version, or major.minor to pin it.' }),
  instanceClass: z
    .string()
    .regex(/^db\.[a-z0-9]+\.[a-z0-9]+$/, 'must be an instance class such as db.r7g.large')
    .default('db.t4g.medium')
    .meta({ description: 'Size of the primary and its replicas.' }),
  storageGiB: z
    .strictObject({
      initial: z.number().int().min(20).max(65536).default(100).meta({ description: 'Allocated at creation, GiB.' }),
      max: z
        .number()
        .int()
        .min(20)
        .max(65536)
        .default(500)
        .meta({ description: 'Storage grows by itself up to this, GiB.' }),
    })
    .prefault({})
    .meta({ description: 'gp3 storage, in GiB.' }),
  database: z
    .string()
    .regex(/^[a-z_][a-z0-9_]{0,62}$/, 'must start with a letter and hold only a-z, 0-9 and _')
    .default('app')
    .meta({ description: 'Database created with the instance.' }),
  multiAz: z.boolean().default(true).meta({ description: 'Keep a synchronous standby in another zone.' }),
  readReplicas: z.number().int().min(0).max(5).default(0).meta({ description: 'Read replicas.' }),
  backupRetention: duration.default('14d').meta({ description: 'Point-in-time recovery window: 1d to 35d.' }),
  backupWindow: window.default('02:00-03:00').meta({ description: 'Daily backup window, UTC, hh:mm-hh:mm.' }),
  maintenanceWindow: window
    .default('sun:03:30-sun:04:30')
    .meta({ description: 'Weekly maintenance window, UTC, ddd:hh:mm-ddd:hh:mm.' }),
  proxy: z.boolean().default(false).meta({ description: 'Pool connections through RDS Proxy.' }),
  performanceInsights: duration
    .default('7d')
    .meta({ description: 'How long Performance Insights keeps its samples: 7d, or 31d to 731d.' }),
  schemaVersion: schemaVersionSchema,
  deletionProtection: z.boolean().default(true).meta({ description: 'Refuse to delete the instance.' }),
  parameters: z
    .record(z.string(), z.string())
    .default({})
    .meta({ description: 'Engine parameters beside the ones that enforce TLS and logging.' }),
});

const redis = z.strictObject({
  renamedFrom,
  engine: z.enum(['valkey', 'redis']).default('valkey').meta({ description: 'Engine.' }),
  version: z.string().default('8.0').meta({ description: 'Engine version, major.minor.' }),
  nodeType: z
    .string()
    .regex(/^cache\.[a-z0-9]+\.[a-z0-9]+$/, 'must be a node type such as cache.r7g.large')
    .default('cache.t4g.small')
    .meta({ description: 'Size of each node.' }),
  nodes: z.number().int().min(1).max(6).default(2).meta({ description: 'Primary and replicas together.' }),
  snapshotRetention: duration.default('7d').meta({ description: 'How long daily snapshots are kept: 1d to 35d.' }),
  snapshotWindow: window.default('03:00-04:00').meta({ description: 'Daily snapshot window, UTC, hh:mm-hh:mm.' }),
  parameters: z.record(z.string(), z.string()).default({}).meta({ description: 'Engine parameters.' }),
});

/** Data stores by kind and name: encrypted, private, backed up. */
export const dataSchema = z
  .strictObject({
    postgres: z.record(resourceName, postgres).default({}).meta({ description: 'RDS for PostgreSQL, by name.' }),
    redis: z.record(resourceName, redis).default({}).meta({ description: 'ElastiCache replication groups, by name.' }),
  })
  .meta({ description: 'RDS and ElastiCache.' });
