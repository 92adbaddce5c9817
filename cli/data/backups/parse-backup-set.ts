import { z } from 'zod';
import { type StoredAt, storedJsonOrNone } from '../../kernel/stored-json.js';
import { type BackupSet, isBackupSetId } from './backup-set.js';

/** A name that is given to AWS, printed, and put into commands: one line, no more. */
const name = z
  .string()
  .max(1_024)
  .regex(/^\P{Cc}*$/u, 'holds a control character');

const snapshot = z.looseObject({
  id: name,
  arn: name.optional(),
  takenAt: name.optional(),
  sizeBytes: z.number().optional(),
  encrypted: z.boolean().optional(),
  facts: z.record(z.string(), z.unknown()).optional(),
});

const shape = z.looseObject({
  id: z.string().refine(isBackupSetId, 'is no id of a set'),
  platform: name,
  environment: name,
  state: z.enum(['creating', 'complete', 'partial', 'failed', 'pruned']),
  startedAt: name,
  finishedAt: name.optional(),
  who: name,
  previous: z.looseObject({ id: z.string().refine(isBackupSetId, 'is no id of a set'), seal: name }).optional(),
  stores: z.array(
    z.looseObject({
      name,
      kind: name,
      identifier: name,
      address: name.optional(),
      method: z.string(),
      status: z.enum(['pending', 'creating', 'available', 'failed', 'skipped']),
      snapshot: snapshot.optional(),
      placement: z.record(z.string(), z.unknown()).optional(),
      contents: z.looseObject({ at: z.string() }).optional(),
      reason: z.string().optional(),
    }),
  ),
  sealBefore: name.optional(),
});

/** The set of a manifest's text, under the id that its key has; undefined when it is of another shape. */
export function parseBackupSet(text: string, { key }: StoredAt): BackupSet | undefined {
  const set = storedJsonOrNone(text, shape) as BackupSet | undefined;
  return set && key.endsWith(`/${set.id}.json`) ? set : undefined;
}
