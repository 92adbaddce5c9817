import { z } from 'zod';
import { cpuQuantity, duration, memoryQuantity, resourceName } from './scalars.js';

const usage = z.number().int().min(1).max(100);

/** How many pods of a service run. */
export const replicasSchema = z
  .strictObject({
    min: z.number().int().min(1).max(1000).default(2).meta({ description: 'Pods that always run.' }),
    max: z.number().int().min(1).max(1000).default(6).meta({ description: 'Pods that run at most.' }),
    shrinkAfter: duration
      .default('5m')
      .meta({ description: 'How long fewer pods must have been enough before any is removed: up to 1h.' }),
  })
  .meta({ description: 'Pods of a web service or worker; the autoscaler chooses between min and max.' });

/** What the autoscaler keeps. */
export const targetsSchema = z
  .strictObject({
    cpu: usage.default(70).meta({ description: 'Average CPU of the pods, per cent of what they request.' }),
    memory: usage.default(80).meta({ description: 'Average memory of the pods, per cent of what they request.' }),
    queue: z
      .strictObject({
        name: resourceName.meta({ description: 'Queue that the service consumes.' }),
        messagesPerPod: z
          .number()
          .int()
          .min(1)
          .max(1_000_000)
          .default(30)
          .meta({ description: 'Messages that may wait per pod before one is added.' }),
      })
      .optional()
      .meta({ description: 'Scale on the depth of a queue, too. Workers only.' }),
  })
  .meta({ description: 'What the autoscaler adds pods to keep.' });

/** What one pod gets. */
export const resourcesSchema = z
  .strictObject({
    cpu: cpuQuantity.default('250m').meta({ description: 'CPU that a pod is sure to get.' }),
    cpuLimit: cpuQuantity
      .optional()
      .meta({ description: 'CPU that a pod gets at most. Default: no limit, since throttling shows as latency.' }),
    memory: memoryQuantity.default('256Mi').meta({ description: 'Memory that a pod is sure to get.' }),
    memoryLimit: memoryQuantity
      .optional()
      .meta({ description: 'Memory at which a pod is killed. Default: twice what it is sure to get.' }),
  })
  .meta({ description: 'What one pod gets.' });
