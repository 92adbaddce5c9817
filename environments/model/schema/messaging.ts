import { z } from 'zod';
import { arn, duration, email, resourceName } from './scalars.js';

const source = z.strictObject({
  bucket: resourceName.meta({ description: 'Bucket under media.buckets.' }),
  prefix: z.string().default('').meta({ description: 'Only objects below this prefix.' }),
  suffix: z.string().default('').meta({ description: 'Only objects that end with this.' }),
});

const queue = z.strictObject({
  visibilityTimeout: duration
    .default('5m')
    .meta({ description: 'How long a consumer has before a message is seen again: up to 12h.' }),
  retention: duration.default('4d').meta({ description: 'How long messages are kept: 1m to 14d.' }),
  maxReceives: z
    .number()
    .int()
    .min(1)
    .max(1000)
    .default(5)
    .meta({ description: 'Receives before a message goes to the dead-letter queue.' }),
  deadLetterRetention: duration.default('14d').meta({ description: 'How long dead letters are kept: up to 14d.' }),
  source: source.optional().meta({ description: 'S3 object-created events that feed the queue.' }),
  notifyProviders: z
    .boolean()
    .default(false)
    .meta({ description: 'Tell the provider named in the object key when its message ends as a dead letter.' }),
});

const topic = z.strictObject({
  emails: z.array(email).default([]).meta({ description: 'Addresses that are subscribed.' }),
});

const provider = z.strictObject({
  principal: arn.meta({ description: 'IAM principal of the provider that may assume its upload role.' }),
  externalId: z
    .string()
    .min(8)
    .max(1224)
    // https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
    .regex(/^[\w+=,.@:/-]*$/, 'must hold only letters, digits and _ + = , . @ : / -')
    .meta({ description: 'External id that the provider must present.' }),
  email: email.optional().meta({ description: 'Where notices about invalid data go.' }),
});

/** Queues, topics and the providers that upload. */
export const messagingSchema = z
  .strictObject({
    queues: z
      .record(resourceName, queue)
      .default({})
      .meta({ description: 'SQS queues by name, each with a dead-letter queue.' }),
    topics: z.record(resourceName, topic).default({}).meta({ description: 'SNS topics by name.' }),
    providerUploads: z
      .strictObject({
        bucket: resourceName.meta({ description: 'Bucket under media.buckets that providers write to.' }),
        prefix: z
          .string()
          .default('providers/')
          .meta({ description: 'Each provider may write below this prefix and its own name.' }),
      })
      .optional()
      .meta({ description: 'Where providers upload.' }),
    providers: z.record(resourceName, provider).default({}).meta({ description: 'Providers by name.' }),
  })
  .meta({ description: 'SQS, SNS and provider access.' });
