import type { BackupAssertion, BackupExpectation } from '../../../environments/model/schema/backup-proof.js';
import { Duration } from '../../../modules/values/duration.js';
import type {
  Check,
  Restored,
  RestoreRequest,
  SqlAnswer,
  SqlTarget,
  StoreAdapter,
} from '../../adapters/backups/index.js';
import type { BackupSession } from './backup-session.js';
import type { RecordedTable, StoreBackup } from './backup-set.js';
import { checksumOf, countOf } from './record-contents.js';
import { cell } from './sql-text.js';

/** What looking at a restored store gave. */
export interface Assertions {
  readonly checks: readonly Check[];
  /** When it answered first, milliseconds of the monotonic clock. */
  readonly answeredAt: number;
}

interface Question {
  readonly name: string;
  readonly sql: string;
  readonly database?: string;
  judge(value: string | undefined): { readonly expected: string; readonly passed: boolean };
}

const CONNECT_WITHIN_MS = 180_000;

/** Looks whether a restored store holds what it should: what is declared, else what was recorded at backup time. */
export async function runAssertions(
  session: BackupSession,
  adapter: StoreAdapter,
  work: { readonly request: RestoreRequest; readonly restored: Restored; readonly backup: StoreBackup },
): Promise<Assertions> {
  const { request, restored, backup } = work;
  const declared = session.environment.backup?.proof?.assertions ?? {};
  const own = declared[backup.name] ?? declared[backup.identifier];
  const { contents } = backup;
  const isPostgres = adapter.makeLogin !== undefined && /postgres/.test(String(restored.facts?.engine ?? 'postgres'));
  if (!isPostgres || !adapter.makeLogin) {
    const checks = (await adapter.checks?.(request, contents?.items)) ?? [];
    return { checks: [restoredCheck, ...checks, ...(own ?? []).map(notAsked)], answeredAt: performance.now() };
  }
  const { endpoint } = restored;
  const sql = await session.sql();
  if (!sql || !endpoint) {
    const actual = 'nothing here reaches the database: the environment has no cluster to look from';
    const check: Check = { name: 'connect', expected: 'a connection', actual, passed: false };
    return { checks: [restoredCheck, check], answeredAt: performance.now() };
  }
  const login = await adapter.makeLogin(request.target);
  const target: SqlTarget = { ...endpoint, ...login, tls: session.cloud.target === 'aws' };
  await connect(session, () => sql.run(target, ['select 1']));
  const answeredAt = performance.now();
  const takenAt = request.toTime ?? request.snapshot?.takenAt ?? session.clients.now().toISOString();
  const questions = own
    ? own.flatMap((assertion) => declaredQuestions(assertion, contents?.tables ?? [], takenAt))
    : (contents?.tables ?? []).flatMap((table) => recordedQuestions(table));
  const answers = await Promise.all(
    groupByDatabase(questions).map(async ([database, some]) => {
      const statements = some.map((each) => each.sql);
      const given = await sql.run(database ? { ...target, database } : target, statements);
      return some.map((question, at) => toCheck(question, given[at]));
    }),
  );
  const connected: Check = { name: 'connect', expected: 'a connection', actual: sql.way, passed: true };
  const nothing: Check[] =
    questions.length === 0
      ? [{ name: 'tables', expected: 'none recorded', actual: contents?.note ?? 'none', passed: true }]
      : [];
  return { checks: [connected, ...nothing, ...answers.flat()], answeredAt };
}

const restoredCheck: Check = { name: 'restored', expected: 'available', actual: 'available', passed: true };

function notAsked({ name, query, table }: BackupAssertion): Check {
  const actual = 'not PostgreSQL: there is nothing to ask';
  return { name: name ?? query ?? table ?? 'assertion', expected: 'an answer', actual, passed: false };
}

/** A new password takes its time to be known to the server. */
async function connect(session: BackupSession, attempt: () => Promise<unknown>): Promise<void> {
  const deadline = performance.now() + CONNECT_WITHIN_MS;
  for (;;) {
    try {
      await attempt();
      return;
    } catch (error) {
      if (performance.now() > deadline || session.stop.aborted) throw error;
      await session.pause();
    }
  }
}

function recordedQuestions({ table, rows, rowsAfter, checksum }: RecordedTable): Question[] {
  const [least, most] = [Math.min(rows, rowsAfter ?? rows), Math.max(rows, rowsAfter ?? rows)];
  const expected = least === most ? String(rows) : `${least} to ${most}`;
  const counted: Question = {
    name: `rows of ${table}`,
    sql: countOf(table),
    judge: (value) => ({ expected, passed: value !== undefined && Number(value) >= least && Number(value) <= most }),
  };
  return checksum ? [counted, equal(`checksum of ${table}`, checksumOf(table), checksum)] : [counted];
}

function declaredQuestions(
  assertion: BackupAssertion,
  recorded: readonly RecordedTable[],
  takenAt: string,
): Question[] {
  const { name, query, table, rows, checksum, expect = {}, database } = assertion;
  if (query !== undefined) {
    return [{ name: name ?? query, sql: query, database, judge: (value) => judge(expect, value, takenAt) }];
  }
  if (table === undefined) return [];
  const full = table.includes('.') ? table : `public.${table}`;
  const record = recorded.find((each) => each.table === full);
  const questions: Question[] = [];
  if (rows === 'recorded') {
    const [counted] = record ? recordedQuestions({ ...record, checksum: undefined }) : [];
    questions.push({ ...(counted ?? unknown(`rows of ${full}`, countOf(full))), ...(name ? { name } : {}), database });
  } else if (rows !== undefined) {
    questions.push({ ...equal(name ?? `rows of ${full}`, countOf(full), String(rows)), database });
  }
  if (checksum !== undefined) {
    const title = name && rows === undefined ? name : `checksum of ${full}`;
    const wanted = checksum === 'recorded' ? record?.checksum : checksum;
    const sql = checksumOf(full);
    questions.push({ ...(wanted ? equal(title, sql, wanted) : unknown(title, sql)), database });
  }
  return questions;
}

function equal(name: string, sql: string, wanted: string): Question {
  return { name, sql, judge: (value) => ({ expected: wanted, passed: value === wanted }) };
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

function toCheck({ name, judge: verdict }: Question, answer: SqlAnswer | undefined): Check {
  if (answer && 'error' in answer) {
    return { name, ...verdict(undefined), actual: answer.error.split('\n')[0] ?? '', passed: false };
  }
  const value = cell(answer);
  return { name, ...verdict(value), actual: value ?? 'nothing' };
}

function groupByDatabase(questions: readonly Question[]): [string | undefined, Question[]][] {
  const groups = new Map<string | undefined, Question[]>();
  for (const question of questions) {
    groups.set(question.database, [...(groups.get(question.database) ?? []), question]);
  }
  return [...groups];
}
