import { z } from 'zod';
import { CONTROLLER_IDS } from '../../../modules/values/controller-id.js';

const controller = z.strictObject({
  enabled: z.boolean().optional().meta({ description: 'Install it. Default: what the environment declares decides.' }),
  version: z
    .string()
    .regex(/^v?\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/, 'must be the version of a chart such as 1.2.3')
    .optional()
    .meta({ description: 'Version of the chart instead of the tested one.' }),
  repository: z
    .string()
    .regex(/^(https?|oci):\/\/\S+$/, 'must be https://… or oci://…')
    .optional()
    .meta({ description: 'Where the chart is fetched instead: a mirror.' }),
  values: z
    .record(z.string(), z.json())
    .default({})
    .meta({ description: "Values over Backlot's own, as the chart names them." }),
});

/** Third-party controllers by name: which ones, and what is different from the catalogue. */
export const controllersSchema = z
  .partialRecord(z.enum(CONTROLLER_IDS), controller)
  .default({})
  .meta({ description: 'Third-party controllers by name; those that the environment needs are installed anyway.' });
