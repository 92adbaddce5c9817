import { z } from 'zod';
import type { ReleaseRecord } from './release-record.js';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'is no SHA-256');
/** Of a stack or a service: it stands in paths, addresses and commands. */
const id = z.string().regex(/^[a-z][a-z0-9-]{0,62}$/, 'is no name');
const text = z.string().max(4_096);

/** ISO 8601, of a year that can be reckoned with. */
const moment = text.refine((each) => Math.abs(Date.parse(each)) < 8e14, 'is no time');
/** A hundred years are the most. */
const seconds = z.number().min(0).max(3.2e9);

/** What an earlier release brought, and this one left as it was. */
const since = z.int().positive().optional();

const shape = z
  .looseObject({
    number: z.int().positive(),
    environment: text,
    previous: text.optional(),
    operation: z.enum(['deploy', 'rollback', 'destroy', 'restore-proof']),
    outcome: z.enum(['complete', 'partial', 'failed', 'interrupted']),
    startedAt: text,
    durationMs: z.number(),
    actor: z.looseObject({ who: text, identity: text.optional() }),
    token: z.number(),
    stacks: z.array(z.looseObject({ id, status: text, configuration: sha256, serial: z.number().optional(), since })),
    services: z.array(z.looseObject({ service: id, status: text, image: text, chartHash: sha256.optional(), since })),
    archive: sha256.optional(),
    rollbackOf: z.int().positive().optional(),
    proofs: z
      .array(
        z.looseObject({
          set: text,
          outcome: text,
          at: moment,
          rpoSeconds: seconds.nullish(),
          assertions: z.array(z.looseObject({ store: text })).optional(),
        }),
      )
      .optional(),
    verdicts: z.record(z.string(), z.string()).optional(),
  })
  // Records that name each other would be followed without end.
  .refine(({ number, services, stacks }) => [...services, ...stacks].every((each) => (each.since ?? 0) < number));

/**
 * A release record whose seal was right, if it also has the shape of one and is of the environment: a seal without a key can
 * be made by whoever can write.
 */
export function shapedRecord(record: ReleaseRecord | undefined, environment: string): ReleaseRecord | undefined {
  if (!record || Object.hasOwn(record, '__proto__')) return undefined;
  return shape.safeParse(record).success && record.environment === environment ? record : undefined;
}
