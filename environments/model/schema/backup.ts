import { z } from 'zod';
import { backupProofSchema } from './backup-proof.js';
import { duration, resourceName } from './scalars.js';

const plan = z.strictObject({
  schedule: z
    .string()
    .regex(/^(cron|rate)\(.+\)$/, 'must be cron(…), such as cron(0 1 * * ? *)')
    .meta({ description: 'When, UTC, as `cron(…)` of AWS with its six fields; once an hour at most.' }),
  retention: duration.meta({ description: 'How long recovery points are kept.' }),
  coldAfter: duration
    .optional()
    .meta({ description: 'Age at which points move to cold storage; retention must be at least 90d longer.' }),
  continuous: z
    .boolean()
    .default(false)
    .meta({ description: 'Also keep a continuous log for point-in-time restore, where the service has it.' }),
});

/** AWS Backup: vault, plans and what they select. */
export const backupSchema = z
  .strictObject({
    plans: z.record(resourceName, plan).default({}).meta({ description: 'Backup plans by name.' }),
    copyTo: z.string().optional().meta({ description: 'Region that receives a copy of every recovery point.' }),
    copyRetention: duration.default('30d').meta({ description: 'How long the copies are kept.' }),
    vaultLock: z
      .strictObject({
        minRetention: duration.default('7d').meta({ description: 'Points cannot be deleted sooner.' }),
        maxRetention: duration.default('365d').meta({ description: 'Points cannot be kept longer.' }),
      })
      .optional()
      .meta({ description: 'Lock the vault in governance mode.' }),
    proof: backupProofSchema.optional(),
  })
  .meta({ description: 'AWS Backup vault, plans and selections.' });
