import { z } from 'zod';
import { resourceName } from './scalars.js';

/** What a service uses: the name of a declared resource, with the kind of access after a colon where it has kinds. */
export const need = z
  .string()
  .regex(
    /^[a-z][a-z0-9-]*(:(read|write|consume|publish))?$/,
    'must be a resource name, or name:read, name:write, name:consume, name:publish',
  )
  .meta({ examples: ['main', 'uploads:read', 'ingest:consume'] });

const service = z.strictObject({
  run: z.enum(['kubernetes', 'ecs', 'lambda']).default('kubernetes').meta({ description: 'Where the service runs.' }),
  repository: resourceName.optional().meta({ description: 'Image repository. Default: the name of the service.' }),
  needs: z.array(need).default([]).meta({
    description:
      'Databases, caches, buckets, queues, topics and secrets that it uses. Access is granted to exactly these.',
  }),
});

/** Services by name. */
export const servicesSchema = z.record(resourceName, service).meta({ description: 'Services by name.' });
