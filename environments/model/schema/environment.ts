import { z } from 'zod';
import { alertingSchema } from './alerting.js';
import { backupSchema } from './backup.js';
import { clusterSchema } from './cluster.js';
import { dataSchema } from './data.js';
import { foundationSchema } from './foundation.js';
import { mediaSchema } from './media.js';
import { messagingSchema } from './messaging.js';
import { networkSchema } from './network.js';
import { registrySchema } from './registry.js';
import { accountId, resourceName } from './scalars.js';
import { secretsSchema } from './secrets.js';
import { servicesSchema } from './services.js';

const aws = z
  .strictObject({
    accountId: accountId.meta({ description: 'Account of the environment; credentials for any other are refused.' }),
    region: z.string().meta({ description: 'Home region, such as eu-central-1.' }),
  })
  .meta({ description: 'Where on AWS.' });

const audit = z
  .strictObject({
    commands: z.enum(['program', 'text']).default('program').meta({
      description:
        'What is kept of a command that `exec` runs: its program and a fingerprint, or all words, secrets hidden as well as that can be told.',
    }),
  })
  .meta({ description: 'What is written down of what people do.' });

/** One environment, after `extends` was merged and defaults were filled in. A stack exists if its section does. */
export const environmentSchema = z
  .strictObject({
    platform: resourceName.max(20).meta({ description: 'Name of the platform: the prefix of every resource.' }),
    target: z
      .enum(['sandbox', 'aws'])
      .default('aws')
      .meta({ description: 'sandbox: the embedded cloud of this machine; aws: the real account.' }),
    production: z.boolean().default(false).meta({ description: 'Serves real users; asks for protection.' }),
    protected: z.boolean().default(false).meta({ description: 'Changes ask for the typed name of the environment.' }),
    owner: z.string().min(1).max(128).meta({ description: 'Team that answers for it; a tag on every resource.' }),
    tags: z.record(z.string(), z.string()).default({}).meta({ description: 'More tags for every resource.' }),
    audit: audit.optional(),
    aws,
    foundation: foundationSchema.prefault({}),
    network: networkSchema,
    registry: registrySchema.optional(),
    secrets: secretsSchema.optional(),
    data: dataSchema.optional(),
    media: mediaSchema.optional(),
    cluster: clusterSchema.optional(),
    messaging: messagingSchema.optional(),
    backup: backupSchema.optional(),
    alerting: alertingSchema.optional(),
    services: servicesSchema.default({}),
  })
  .meta({ title: 'Backlot environment', description: 'One environment of the platform.' });

/** A resolved environment document, without its id (which is the name of its file). */
export type EnvironmentDocument = z.infer<typeof environmentSchema>;

/** A resolved environment. */
export type Environment = EnvironmentDocument & {
  /** Name of its file without the ending: `local`, `prod`. */
  readonly id: string;
};
