import type { Check, SqlAnswer } from '../../adapters/backups/index.js';
import { cell } from './sql-text.js';

/** One thing that is asked of a restored database. */
export interface Question {
  readonly name: string;
  readonly sql: string;
  /** @default the store's own */
  readonly database?: string;
  /** Makes of the answer what is told and judged. @default it is */
  read?(value: string): string;
  judge(value: string | undefined): { readonly expected: string; readonly passed: boolean };
}

/** A question whose answer must be exactly this. */
export function equal(name: string, sql: string, wanted: string, database?: string): Question {
  const judge = (value: string | undefined) => ({ expected: wanted, passed: value === wanted });
  return { name, sql, judge, ...(database === undefined ? {} : { database }) };
}

/** What an answer shows. An error shows nothing, but is told. */
export function toCheck({ name, judge, read = (text) => text }: Question, answer: SqlAnswer | undefined): Check {
  if (answer && 'error' in answer) {
    return { name, ...judge(undefined), actual: answer.error.split('\n')[0] ?? '', passed: false };
  }
  const first = cell(answer);
  const value = first === undefined ? undefined : read(first);
  return { name, ...judge(value), actual: value ?? 'nothing', counts: true };
}

/** Questions of each database. */
export function groupByDatabase(questions: readonly Question[]): [string | undefined, Question[]][] {
  const groups = new Map<string | undefined, Question[]>();
  for (const question of questions) {
    groups.set(question.database, [...(groups.get(question.database) ?? []), question]);
  }
  return [...groups];
}
