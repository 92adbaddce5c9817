import { z } from 'zod';
import { duration, resourceName } from './scalars.js';

const entry = z.strictObject({
  description: z.string().min(1).meta({ description: 'What the secret opens; shown in the console.' }),
  rotateEvery: duration
    .optional()
    .meta({ description: 'Rotation period. With it the value is generated in AWS and never seen by Terraform.' }),
  length: z.number().int().min(16).max(4096).default(64).meta({ description: 'Characters of a generated value.' }),
  recoveryWindow: duration
    .default('30d')
    .meta({ description: 'Time in which a deleted secret can be restored: 7d to 30d.' }),
});

/** Secrets Manager entries by name. Values are never written in a file of the project. */
export const secretsSchema = z
  .record(resourceName, entry)
  .meta({ description: 'Secrets Manager entries by name; values are set or generated in AWS.' });
