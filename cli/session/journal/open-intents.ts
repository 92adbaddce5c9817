import type { Environment } from '../../../environments/model/index.js';
import type { ConditionalObjects } from '../../adapters/aws/index.js';
import type { LockHolder } from '../locks/lock-record.js';
import { journalPrefix, parseJournal } from './journal-record.js';

/** What the run of a holder is in the middle of, or was when it died: one line each. */
export async function openIntents(
  environment: Environment,
  objects: ConditionalObjects,
  holder: LockHolder,
): Promise<readonly string[]> {
  const { bucket, key: prefix } = journalPrefix(environment);
  const newest = (await objects.keys(bucket, prefix)).at(-1);
  const found = newest === undefined ? undefined : await objects.read({ bucket, key: newest });
  const record = found && parseJournal(found.body);
  if (record?.holder.id !== holder.id) return [];
  return record.steps.filter(({ outcome }) => outcome === undefined).map(({ intent }) => intent);
}
