import type { BackupException } from '../../../environments/model/schema/backup-proof.js';
import type { Check } from '../../adapters/backups/index.js';
import type { RecordedContents, RecordedTable, UnreadPart } from './backup-set.js';
import { sourceOf, type TableSource } from './count-tables.js';
import type { Question } from './question.js';
import { keyOf, nameOf } from './recorded-name.js';
import { recordedQuestions } from './recorded-questions.js';
import { readTable, writeTable } from './sql-text.js';
import type { Survey, SurveyedTable } from './survey-server.js';

/** What is compared of a database server. */
export interface ContentsToProve {
  /** @default nothing was recorded */
  readonly contents: RecordedContents | undefined;
  /** What the copy has. */
  readonly survey: Survey;
  /** Database of the copy that the store's own tables are in. */
  readonly own: string;
  /** What the environment leaves out. */
  readonly except: readonly BackupException[];
  /** The command that makes a new set. */
  readonly again: string;
}

/**
 * What proves that a copy holds what was recorded: a question for each table, and what there is to say without asking. All
 * that the copy has must have been recorded, so that nothing is left out without a word; what was recorded must be there.
 */
export function contentsQuestions(proof: ContentsToProve): {
  readonly checks: Check[];
  readonly questions: Question[];
} {
  const { again, contents, own, survey } = proof;
  if (!contents?.tables) {
    const why = contents?.note ?? 'nothing was recorded';
    const expected = 'what it held when it was backed up';
    return { checks: [{ name: 'contents', expected, actual: `${why}; ${again}`, passed: false }], questions: [] };
  }
  const leftOut = exceptions(proof.except, own);
  const there = new Map(survey.tables.map((table) => [keyOfSurveyed(table, own), table]));
  const checks: Check[] = [];
  const questions: Question[] = [];
  for (const table of contents.tables) {
    const reason = leftOut(table);
    const found = there.get(keyOf(table));
    // Earlier versions recorded no UNLOGGED.
    const told = reason ? noted(nameOf(table), reason) : sayOf({ unlogged: found?.unlogged, ...table });
    if (told) checks.push(told);
    else questions.push(...recordedQuestions(table, sourceOfRecorded(table, found), contents));
  }
  for (const part of contents.unread ?? []) checks.push(unreadCheck(part, leftOut(part), again));
  for (const table of contents.elsewhere ?? []) {
    checks.push(noted(table, 'a foreign table: its rows are on another server, and in no copy of this store'));
  }
  checks.push(...unrecorded(proof, there, leftOut));
  const databases = contents.databases ?? [];
  if (contents.tables.length === 0 && checks.every(({ passed }) => passed)) {
    const actual = `none in ${databases.join(', ')}: it holds nothing`;
    checks.push({ name: 'tables', expected: 'none, as recorded', actual, passed: true, counts: true });
  }
  return { checks, questions };
}

/** What there is to say of a table without asking for it; undefined when it is asked for. An empty one loses nothing. */
function sayOf(table: RecordedTable): Check | undefined {
  const { meanwhile, rows, rowsAfter = rows, unlogged } = table;
  if (meanwhile) {
    return noted(nameOf(table), `${meanwhile} while the copy was made, which may have it or not`);
  }
  if (!unlogged) return undefined;
  const most = Math.max(rows, rowsAfter);
  if (most === 0) return undefined;
  return {
    name: `rows of ${nameOf(table)}`,
    expected: String(most),
    actual: `UNLOGGED: PostgreSQL empties it in every copy; alter table ${table.table} set logged, or name it in backup.proof.except`,
    passed: false,
  };
}

function unreadCheck(
  { database, extension, table, why }: UnreadPart,
  reason: string | undefined,
  again: string,
): Check {
  const name = table ? `rows of ${nameOf({ table, database })}` : `database ${database}`;
  if (reason) return noted(name, reason);
  if (extension) return noted(name, `a part of the extension ${extension}, not read: ${why}`);
  return {
    name,
    expected: table ? 'a count' : 'its tables',
    actual: `not read: ${why}${again && `; then ${again}`}`,
    passed: false,
  };
}

/** What the copy has and nobody recorded, told for each database. */
function unrecorded(
  { again, contents, own, survey }: ContentsToProve,
  there: ReadonlyMap<string, SurveyedTable>,
  leftOut: (part: Pick<UnreadPart, 'database' | 'table'>) => string | undefined,
): Check[] {
  const known = new Set([...(contents?.tables ?? []), ...(contents?.unread ?? [])].flatMap(keyOfPart));
  const checks: Check[] = [];
  for (const database of survey.databases) {
    const within = database === own ? {} : { database };
    const closed = contents?.unread?.some((part) => !part.table && part.database === database);
    const looked = contents?.databases?.includes(database) ?? false;
    const missing = [...there].flatMap(([key, table]) =>
      table.database !== database || known.has(key) || table.kind === 'foreign' ? [] : [writeTable(table)],
    );
    const untold = missing.filter((table) => !leftOut({ table, ...within }));
    if (closed || (untold.length === 0 && (looked || missing.length > 0 || contents?.tables?.length))) continue;
    const what = untold.length > 0 ? `${listed(untold)} not recorded` : 'nothing was recorded';
    const why = looked ? what : `${what}: an earlier version looked at less`;
    checks.push({
      name: `database ${database}`,
      expected: 'all of its tables',
      actual: `${why}; ${again}`,
      passed: false,
    });
  }
  const unread = survey.unread.filter(({ database }) => !contents?.unread?.some((part) => part.database === database));
  return [...checks, ...unread.map((part) => unreadCheck(part, leftOut(part), again))];
}

function keyOfPart({ database, table }: Pick<UnreadPart, 'database' | 'table'>): string[] {
  return table ? [keyOf({ database, table })] : [];
}

function keyOfSurveyed(table: SurveyedTable, own: string): string {
  return keyOf({ table: writeTable(table), ...(table.database === own ? {} : { database: table.database }) });
}

function sourceOfRecorded({ sampled, table }: RecordedTable, there: SurveyedTable | undefined): TableSource {
  return there ? sourceOf(there, sampled ?? 100) : { ...readTable(table), ...(sampled ? { sampled } : {}) };
}

/** Why the environment leaves something out; undefined for what it doesn't. */
function exceptions(except: readonly BackupException[], own: string) {
  return ({ database = own, table }: Pick<UnreadPart, 'database' | 'table'>): string | undefined => {
    const found = except.find(
      (each) =>
        (each.database ?? own) === database && (each.tables ? table !== undefined && like(each.tables, table) : true),
    );
    return found && `left out by backup.proof.except: ${found.reason}`;
  };
}

/** Whether a name is of a pattern in which a star stands for anything; without a schema it is one of `public`. */
function like(pattern: string, table: string): boolean {
  const parts = (pattern.includes('.') ? pattern : `public.${pattern}`).split('*');
  const escaped = parts.map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
  return new RegExp(`^${escaped.join('.*')}$`, 's').test(table);
}

function noted(name: string, actual: string): Check {
  return { name, expected: 'nothing', actual, passed: true, noted: true };
}

/** The first of many names. */
function listed(names: readonly string[]): string {
  const more = names.length > 5 ? ` and ${names.length - 5} more` : '';
  return `${names.slice(0, 5).join(', ')}${more}`;
}
