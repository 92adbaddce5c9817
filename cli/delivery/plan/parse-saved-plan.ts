import { z } from 'zod';
import { objectDamaged, storedJson } from '../../kernel/stored-json.js';
import type { SavedPlan } from './saved-plan.js';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'is no SHA-256');
/** Of a stack: a file is called by it. */
const id = z.string().regex(/^[a-z][a-z0-9-]{0,62}$/, 'is no name of a stack');

const shape = z.looseObject({
  format: z.literal(1),
  environment: z.string(),
  account: z.string(),
  region: z.string(),
  endpoint: z.string().optional(),
  createdAt: z.string(),
  tool: z.looseObject({ flavor: z.string(), version: z.string() }),
  stacks: z.record(
    id,
    z.looseObject({
      hash: z.string(),
      state: z.looseObject({ serial: z.number(), lineage: z.string() }).optional(),
      planHash: sha256.optional(),
    }),
  ),
  services: z.looseObject({}).optional(),
  removal: z.boolean().optional(),
  result: z.looseObject({ planId: z.string(), stacks: z.array(z.looseObject({ id, status: z.string() })) }),
});

/**
 * The manifest of a saved plan, if it is one of this environment and of this id: it stands on a disk that others may write, and
 * says what will be applied without another question.
 *
 * @throws BacklotError `ObjectDamaged`
 */
export function parseSavedPlan(
  text: string,
  { environment, planId }: { readonly environment: string; readonly planId: string },
): SavedPlan {
  const at = { bucket: '', key: planId };
  const saved = storedJson(text, at, shape) as unknown as SavedPlan;
  if (saved.environment !== environment) throw objectDamaged(at, `it is a plan of '${saved.environment}'`);
  if (saved.result.planId !== planId) throw objectDamaged(at, `it says that it is plan '${saved.result.planId}'`);
  return saved;
}
