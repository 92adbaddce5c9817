import { z } from 'zod';
import { duration, renamedFrom, resourceName } from './scalars.js';

/** How `backlot secrets rotate` makes a new credential beside the old one. */
export const ROTATIONS = ['random', 'dual', 'postgres-users', 'redis-user'] as const;

const entry = z.strictObject({
  renamedFrom,
  description: z.string().min(1).max(2048).meta({ description: 'What the secret opens; shown in the console.' }),
  rotateEvery: duration
    .optional()
    .meta({ description: 'Rotation period. With it the value is generated in AWS and never seen by Terraform.' }),
  length: z.number().int().min(16).max(4096).default(64).meta({ description: 'Characters of a generated value.' }),
  recoveryWindow: duration
    .default('30d')
    .meta({ description: 'Time in which a deleted secret can be restored: 7d to 30d.' }),
  keys: z
    .array(z.string().regex(/^[a-z][a-z0-9_]{0,62}$/))
    .min(1)
    .max(50)
    .optional()
    .meta({ description: 'Fields of a value that is a JSON object; each becomes a variable, NAME_FIELD.' }),
  rotation: z.enum(ROTATIONS).default('random').meta({
    description:
      'How a new credential is made beside the old one. random: other random characters; dual: a pair of keys, both accepted; postgres-users: two users in turns; redis-user: a user with two passwords.',
  }),
  of: resourceName.optional().meta({ description: 'PostgreSQL or cache that the users of the secret belong to.' }),
  users: z
    .array(z.string().regex(/^[a-z][a-z0-9_-]{0,39}$/))
    .min(1)
    .max(2)
    .optional()
    .meta({ description: 'Two PostgreSQL users that take turns, or the id of one user of the cache.' }),
});

/** Secrets Manager entries by name. Values are never written in a file of the project. */
export const secretsSchema = z
  .record(resourceName, entry)
  .meta({ description: 'Secrets Manager entries by name; values are set or generated in AWS.' });

/** One declared secret. */
export type DeclaredSecret = z.infer<typeof entry>;
