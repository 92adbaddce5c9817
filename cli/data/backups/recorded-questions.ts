import type { RecordedContents, RecordedTable } from './backup-set.js';
import { checksumOf, countOf, scaled, type TableSource } from './count-tables.js';
import { equal, type Question } from './question.js';
import { nameOf } from './recorded-name.js';

/** What is asked of a table that was recorded: as many rows, and the same sum where there is one. */
export function recordedQuestions(
  table: RecordedTable,
  source: TableSource,
  { databases }: Pick<RecordedContents, 'databases'>,
): Question[] {
  const { checksum, database, rows, rowsAfter = rows, sampled } = table;
  const least = table.least ?? Math.min(rows, rowsAfter);
  const most = table.most ?? Math.max(rows, rowsAfter);
  const words = least === most ? String(least) : `${least} to ${most}`;
  const expected = sampled ? `about ${words}, by the same ${sampled} % of its pages` : words;
  const sample: TableSource = { ...source, ...(sampled ? { sampled } : {}) };
  const counted: Question = {
    name: `rows of ${nameOf(table)}${sampled ? ' (estimate)' : ''}`,
    sql: countOf(sample),
    ...(database === undefined ? {} : { database }),
    read: (value) => String(scaled(Number(value), sampled)),
    judge: (value) => ({ expected, passed: value !== undefined && Number(value) >= least && Number(value) <= most }),
  };
  if (!checksum) return [counted];
  const name = `checksum of ${nameOf(table)}${sampled ? ' (of the sample)' : ''}`;
  // Earlier versions, which looked at one database only, took a column named t for the row.
  return [counted, equal(name, checksumOf(sample, databases ? '(t.*)' : 't'), checksum, database)];
}
