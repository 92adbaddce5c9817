import { z } from 'zod';
import { accountId, duration, resourceName } from './scalars.js';

/** Container registries: one repository per service, and those named here. */
export const registrySchema = z
  .strictObject({
    repositories: z
      .array(resourceName)
      .default([])
      .meta({ description: 'Repositories beside the one that each service gets.' }),
    keepImages: z
      .number()
      .int()
      .min(1)
      .max(1000)
      .default(50)
      .meta({ description: 'Tagged images kept per repository.' }),
    expireUntagged: duration.default('7d').meta({ description: 'Age at which untagged images are removed.' }),
    replicateTo: z.array(z.string()).default([]).meta({ description: 'Regions that receive a copy of every image.' }),
    pullAccounts: z
      .array(accountId)
      .default([])
      .meta({ description: 'Accounts that may pull, for promotion between environments.' }),
  })
  .meta({ description: 'ECR repositories: immutable tags, scan on push, encryption, lifecycle.' });
