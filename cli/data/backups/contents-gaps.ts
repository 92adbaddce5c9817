import type { BackupException } from '../../../environments/model/schema/backup-proof.js';
import type { RecordedContents } from './backup-set.js';
import { contentsQuestions } from './contents-questions.js';

/** Why a copy can't be proven later, as far as what was recorded tells: one sentence for each thing. */
export function gapsOf(contents: RecordedContents, except: readonly BackupException[]): string[] {
  if (contents.note && !contents.tables) return [contents.note];
  if (!contents.tables) return [];
  const survey = { databases: contents.databases ?? [], tables: [], unread: [] };
  const own = contents.database ?? '';
  const { checks } = contentsQuestions({ contents, survey, own, except, again: '' });
  return checks.filter(({ passed }) => !passed).map(({ name, actual }) => `${name}: ${actual}`);
}
