import { z } from 'zod';
import { duration } from './scalars.js';

const expectation = z
  .strictObject({
    equals: z
      .union([z.string(), z.number(), z.boolean()])
      .optional()
      .meta({ description: 'The first value of the answer is exactly this, compared as text.' }),
    atLeast: z.number().optional().meta({ description: 'The first value is a number, this or more.' }),
    atMost: z.number().optional().meta({ description: 'The first value is a number, this or less.' }),
    newestWithin: duration
      .optional()
      .meta({ description: 'The first value is a time, no longer than this before the backup was taken.' }),
  })
  .meta({ description: 'What the answer must be; all that are given must hold.' });

const assertion = z.strictObject({
  name: z.string().min(1).max(80).optional().meta({ description: 'Shown in the report. Default: what it looks at.' }),
  query: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'A SELECT in the restored database, run read-only; needs `expect`.' }),
  expect: expectation.optional(),
  database: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'Database of the server that is looked at. Default: the first one of the instance.' }),
  table: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'A table, perhaps with its schema: `public.films`; needs `rows` or `checksum`.' }),
  rows: z
    .union([z.literal('recorded'), z.number().int().min(0)])
    .optional()
    .meta({ description: '`recorded`: as many rows as when the backup was made; a number: exactly so many.' }),
  checksum: z
    .union([z.literal('recorded'), z.string().regex(/^[0-9a-f]{32}$/, 'must be 32 hexadecimal digits, or recorded')])
    .optional()
    .meta({ description: 'MD5 over all rows in their order as text: `recorded`, or the sum itself.' }),
});

const exception = z.strictObject({
  tables: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'Tables by their names, `*` for anything: `public.cache_*`. Default: everything.' }),
  database: z.string().min(1).optional().meta({ description: 'Database of the server. Default: the first one.' }),
  reason: z.string().min(1).max(200).meta({ description: 'Why it may be missing from a restore; told in each proof.' }),
});

/** What proves a backup, and how old a proof may be. */
export const backupProofSchema = z
  .strictObject({
    maxAge: duration
      .default('7d')
      .meta({ description: 'Deploys are refused when no restore was proven for longer than this.' }),
    rto: duration.optional().meta({ description: 'A restore may take this long; a slower one proves nothing.' }),
    rpo: duration.optional().meta({ description: 'This much data may be lost; an older backup proves nothing.' }),
    image: z
      .string()
      .regex(/^[^\s@]+(:[\w][\w.-]*|@sha256:[0-9a-f]{64})$/, 'must name an image with its tag or digest')
      .optional()
      .meta({
        description:
          'Image with a shell and psql that the assertions are run from in the cluster. Default: public.ecr.aws/docker/library/postgres:17.6-alpine.',
      }),
    assertions: z
      .record(z.string(), z.array(assertion).min(1))
      .default({})
      .meta({ description: 'What must be true of a restored store, by its name, such as `main`.' }),
    except: z.record(z.string(), z.array(exception).min(1)).optional().meta({
      description:
        'What proofs leave out, by the store, such as `cache`: nobody counts it, and its loss may be lived with.',
    }),
  })
  .meta({ description: 'Restores that must have been proven lately before anything is deployed.' });

/** One assertion about a restored store. */
export type BackupAssertion = z.infer<typeof assertion>;

/** Something that proofs leave out, and why. */
export type BackupException = z.infer<typeof exception>;

/** What the answer of a query must be. */
export type BackupExpectation = z.infer<typeof expectation>;

/** The policy on proofs. */
export type BackupProofPolicy = z.infer<typeof backupProofSchema>;
