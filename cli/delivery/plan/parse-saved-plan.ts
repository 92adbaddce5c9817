import { z } from 'zod';
import { objectDamaged, storedJson } from '../../kernel/stored-json.js';
import type { PlanResult } from './plan-result.js';
import type { SavedServices } from './service-plan.js';

/** What one stack was like when the plan was made. */
export interface SavedStack {
  /** Hash of its synthesized configuration. */
  readonly hash: string;
  /** Its state then. @default it had none */
  readonly state?: { readonly serial: number; readonly lineage: string };
  /** SHA-256 of the plan file. @default no plan was saved */
  readonly planHash?: string;
}

/** The manifest of a saved plan; it holds no secret. */
export interface SavedPlan {
  readonly format: 1;
  readonly environment: string;
  readonly account: string;
  readonly region: string;
  /** Address of the emulator. @default the real AWS */
  readonly endpoint?: string;
  readonly createdAt: string;
  readonly tool: { readonly flavor: string; readonly version: string };
  /** Every stack of the environment, also those that were not planned. */
  readonly stacks: Readonly<Record<string, SavedStack>>;
  /** What would change in the services. @default that could not be told, or nobody asked */
  readonly services?: SavedServices;
  /** Whether it removes everything: then only a destroy applies it. @default false */
  readonly removal?: boolean;
  readonly result: PlanResult;
}

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
