import type { BackupAssertion, BackupExpectation } from '../../../environments/model/schema/backup-proof.js';
import { Duration } from '../../../modules/values/duration.js';
import type { RecordedTable } from './backup-set.js';
import { checksumOf, countOf, sourceOf, type TableSource } from './count-tables.js';
import { equal, type Question } from './question.js';
import { recordedQuestions } from './recorded-questions.js';
import { readTable, type TableName, writeTable } from './sql-text.js';
import type { SurveyedTable } from './survey-server.js';

/** What is known of the tables that assertions name. */
export interface KnownTables {
  readonly recorded: readonly RecordedTable[];
  /** Tables of the copy. */
  readonly tables: readonly SurveyedTable[];
  /** Database that is meant where none is named. */
  readonly own: string;
  /** ISO 8601, what ages are measured from. */
  readonly takenAt: string;
}

/** What a declared assertion asks. */
export function declaredQuestions(assertion: BackupAssertion, known: KnownTables): Question[] {
  const { name, query, table, rows, checksum, expect = {}, database } = assertion;
  const where = database === undefined ? {} : { database };
  if (query !== undefined) {
    return [{ name: name ?? query, sql: query, ...where, judge: (value) => judge(expect, value, known.takenAt) }];
  }
  if (table === undefined) return [];
  const { record, source } = find(table, database ?? known.own, known);
  const full = record?.table ?? writeTable(source);
  const questions: Question[] = [];
  if (rows === 'recorded') {
    const [counted] = record ? recordedQuestions({ ...record, checksum: undefined }, source, { databases: [] }) : [];
    questions.push({
      ...(counted ?? unknown(`rows of ${full}`, countOf(source))),
      ...(name ? { name } : {}),
      ...where,
    });
  } else if (rows !== undefined) {
    questions.push(equal(name ?? `rows of ${full}`, countOf(source), String(rows), database));
  }
  if (checksum !== undefined) {
    const title = name && rows === undefined ? name : `checksum of ${full}`;
    const wanted = checksum === 'recorded' ? record?.checksum : checksum;
    const sampled = checksum === 'recorded' ? record?.sampled : undefined;
    const sql = checksumOf({ ...source, ...(sampled ? { sampled } : {}) });
    questions.push({ ...(wanted ? equal(title, sql, wanted) : unknown(title, sql)), ...where });
  }
  return questions;
}

/** The table that a text means: what SQL would take it for, else one of `public` whose name is all of it. */
function find(
  text: string,
  database: string,
  { own, recorded, tables }: KnownTables,
): { readonly record?: RecordedTable; readonly source: TableSource } {
  const names: TableName[] = [readTable(text), { schema: 'public', name: text }];
  const same = (one: TableName, other: TableName) => one.schema === other.schema && one.name === other.name;
  for (const name of names) {
    const there = tables.find((each) => each.database === database && same(each, name));
    const record = recorded.find((each) => (each.database ?? own) === database && same(readTable(each.table), name));
    if (there || record) return { source: there ? sourceOf(there, 100) : name, ...(record ? { record } : {}) };
  }
  return { source: readTable(text) };
}

/** A comparison with what was never recorded proves nothing. */
function unknown(name: string, sql: string): Question {
  return { name, sql, judge: () => ({ expected: 'as recorded, but nothing was recorded', passed: false }) };
}

/** Whether a value is what is expected. @param takenAt ISO 8601, what ages are measured from */
export function judge(
  { equals, atLeast, atMost, newestWithin }: BackupExpectation,
  value: string | undefined,
  takenAt: string,
): { readonly expected: string; readonly passed: boolean } {
  const number = value === undefined || value.trim() === '' ? Number.NaN : Number(value);
  const expected: string[] = [];
  let passed = true;
  const must = (words: string, holds: boolean) => {
    expected.push(words);
    passed &&= holds;
  };
  if (equals !== undefined) must(String(equals), value === textOf(equals));
  if (atLeast !== undefined) must(`at least ${atLeast}`, number >= atLeast);
  if (atMost !== undefined) must(`at most ${atMost}`, number <= atMost);
  if (newestWithin !== undefined) {
    const age = (Date.parse(takenAt) - timeOf(value)) / 1_000;
    must(`no older than ${newestWithin} at ${takenAt}`, age <= Duration.parse(newestWithin).toSeconds());
  }
  return { expected: expected.join(', '), passed };
}

/** PostgreSQL writes truth as `t` and `f`. */
function textOf(value: string | number | boolean): string {
  return typeof value === 'boolean' ? (value ? 't' : 'f') : String(value);
}

/** `2026-11-21 10:17:17.123+00`, also without a zone, which is UTC then; NaN for anything else. */
function timeOf(value: string | undefined): number {
  if (!value) return Number.NaN;
  const text = value.replace(' ', 'T').replace(/([+-]\d{2})$/, '$1:00');
  return Date.parse(/(Z|[+-]\d{2}:\d{2})$/.test(text) || text.length <= 10 ? text : `${text}Z`);
}
