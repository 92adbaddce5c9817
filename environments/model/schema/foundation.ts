import { z } from 'zod';
import { duration, email, environmentName, percent } from './scalars.js';

const github = z
  .strictObject({
    repository: z
      .string()
      .regex(/^[\w.-]+\/[\w.-]+$/, 'must be owner/name')
      .meta({ description: 'Repository whose workflows may assume the plan and deploy roles.' }),
    deployBranches: z
      .array(z.string().min(1))
      .min(1)
      .default(['main'])
      .meta({ description: 'Branches whose runs may assume the deploy role; every branch may plan.' }),
    deployEnvironment: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'must be the name of a GitHub environment: letters, digits, . _ and -')
      .max(100)
      .optional()
      .meta({
        description:
          'GitHub environment whose jobs may assume the deploy role, from any branch that GitHub lets in: it must be protected there, which bootstrap checks. GitHub makes one without protection when a workflow first names it.',
        examples: ['prod'],
      }),
  })
  .meta({ description: 'GitHub Actions access by OpenID Connect: no stored AWS keys.' });

const neighbours = z
  .record(environmentName, z.string().min(1).max(200))
  .optional()
  .meta({
    description:
      'Environments of this account whose names begin with the name of this one and a hyphen, as <platform>-<environment>, each with the reason why both are there. They would be refused; named here, the roles of this one are kept out of them. The file of the shorter name counts: a shorter name here only tells bootstrap of this one that the other is known, where its file is in another folder.',
    examples: [{ 'films-dev-eu': 'made before names were compared; goes with the move to eu-dev' }],
  });

const state = z
  .strictObject({
    objectLock: z
      .strictObject({
        mode: z.enum(['governance', 'compliance']).default('governance').meta({
          description:
            'governance: who has s3:BypassGovernanceRetention, which no role of the pipeline has, may end it; compliance: nobody may, the root user of the account included.',
        }),
        days: z
          .int()
          .min(1)
          .max(36_500)
          .meta({
            description: 'How long each object is kept from being deleted, counted from when it is written.',
            examples: [365],
          }),
      })
      .optional()
      .meta({
        description:
          'Puts records of releases, their verdicts and archives under the Object Lock of S3. States and locks stay deletable. Bootstrap turns it on; AWS lets nobody turn it off again.',
      }),
  })
  .optional()
  .meta({ description: 'How the bucket of the states and the ledger keeps them.' });

const budget = z
  .strictObject({
    monthlyUsd: z.number().positive().meta({ description: 'Monthly cost limit, US dollars.' }),
    alertAt: z
      .array(percent)
      .min(1)
      .default([80, 100])
      .meta({ description: 'Per cent of the limit that send a notice.' }),
    emails: z.array(email).min(1).meta({ description: 'Who is told.' }),
  })
  .meta({ description: 'Cost budget of the environment.' });

/** What every other stack stands on: keys, log buckets, pipeline roles, budget. */
export const foundationSchema = z
  .strictObject({
    keyDeletionWindow: duration
      .default('30d')
      .meta({ description: 'Time between a KMS key being scheduled for deletion and being deleted: 7d to 30d.' }),
    logRetention: duration.default('400d').meta({ description: 'How long objects in the log bucket are kept.' }),
    github: github.optional(),
    budget: budget.optional(),
    neighbours,
    state,
  })
  .meta({ description: 'KMS keys, log bucket, pipeline roles and budget.' });
