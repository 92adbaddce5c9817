import { z } from 'zod';
import { duration, email, percent } from './scalars.js';

/** What pages somebody, and who. */
export const alertingSchema = z
  .strictObject({
    emails: z.array(email).default([]).meta({ description: 'Who is paged by e-mail.' }),
    thresholds: z
      .strictObject({
        databaseCpu: percent.default(85).meta({ description: 'Per cent CPU of a database over 15 minutes.' }),
        databaseFreeStorageGiB: z
          .number()
          .positive()
          .default(10)
          .meta({ description: 'Free storage of a database, GiB.' }),
        cacheMemory: percent.default(85).meta({ description: 'Per cent of memory used by a cache.' }),
        queueAge: duration.default('15m').meta({ description: 'Age of the oldest waiting message.' }),
        cdnErrors: percent.default(5).meta({ description: 'Per cent of CDN answers that are 5xx.' }),
      })
      .prefault({})
      .meta({ description: 'Values at which an alarm fires.' }),
  })
  .meta({ description: 'CloudWatch alarms and whom they page.' });
