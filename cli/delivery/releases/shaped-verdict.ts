import { z } from 'zod';
import type { ReleaseVerdict } from './release-record.js';
import { readRecord } from './sealed-record.js';

/** How the canary of one service of a release ended, known after the release was recorded. */
export interface LateVerdict extends ReleaseVerdict {
  /** Number of the release. */
  readonly release: number;
  /** Hash of the release's record: the verdict is chained to it. */
  readonly of: string;
  readonly service: string;
  /** ISO 8601: when it was seen. */
  readonly at: string;
}

const text = z.string().max(4_096);

const shape = z.looseObject({
  release: z.int().positive(),
  of: text,
  service: z.string().regex(/^[a-z][a-z0-9-]{0,62}$/, 'is no name'),
  at: text,
  outcome: text,
  reason: text,
  deciding: z.array(z.unknown()).optional(),
});

/** A verdict as it was written; undefined when its seal is wrong, or it has not the form of one: both can be made by whoever can write. */
export function shapedVerdict(body: string): LateVerdict | undefined {
  const verdict = readRecord<LateVerdict>(body);
  return verdict && shape.safeParse(verdict).success ? verdict : undefined;
}
