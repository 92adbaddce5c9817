import type { BackupAssertion } from '../../../environments/model/schema/backup-proof.js';
import type {
  Check,
  Restored,
  RestoreRequest,
  SqlTarget,
  StoreAdapter,
  Waiting,
} from '../../adapters/backups/index.js';
import type { BackupSession } from './backup-session.js';
import type { StoreBackup } from './backup-set.js';
import { contentsQuestions } from './contents-questions.js';
import { declaredQuestions } from './declared-questions.js';
import { exceptionsOf } from './exceptions.js';
import { MAY_READ } from './may-read.js';
import { groupByDatabase, toCheck } from './question.js';
import { surveyServer } from './survey-server.js';

/** What looking at a restored store gave. */
export interface Assertions {
  readonly checks: readonly Check[];
  /** When it answered first, milliseconds of the monotonic clock. */
  readonly answeredAt: number;
}

/**
 * Looks whether a restored store holds what it should: what was recorded at backup time, and what is declared. Where nothing
 * was counted, nothing is proven.
 */
export async function runAssertions(
  session: BackupSession,
  adapter: StoreAdapter,
  work: { readonly request: RestoreRequest; readonly restored: Restored; readonly backup: StoreBackup },
): Promise<Assertions> {
  const { restored, backup, request } = work;
  const isPostgres = adapter.makeLogin !== undefined && /postgres/.test(String(restored.facts?.engine ?? 'postgres'));
  const asked = isPostgres ? await askDatabase(session, adapter, work) : undefined;
  if (asked?.answeredAt !== undefined) return asked;
  const declared = declaredFor(session, backup);
  const looked = isPostgres
    ? (asked?.checks ?? [])
    : ((await adapter.checks?.(request, backup.contents, waiting(session, backup.name))) ?? []);
  const checks = [restoredCheck, ...looked, ...(isPostgres ? [] : declared.map(notAsked))];
  return { checks: withContents(checks, adapter, backup), answeredAt: performance.now() };
}

async function askDatabase(
  session: BackupSession,
  adapter: StoreAdapter,
  work: { readonly request: RestoreRequest; readonly restored: Restored; readonly backup: StoreBackup },
): Promise<Assertions | { readonly checks: readonly Check[]; readonly answeredAt?: undefined }> {
  const { request, restored, backup } = work;
  const { endpoint } = restored;
  const sql = await session.sql();
  if (!sql || !endpoint || !adapter.makeLogin) {
    const actual = 'nothing here reaches the database: the environment has no cluster to look from';
    return { checks: [{ name: 'connect', expected: 'a connection', actual, passed: false }] };
  }
  const login = await adapter.makeLogin(request.target);
  const target: SqlTarget = { ...endpoint, ...login, tls: session.cloud.target === 'aws' };
  await connect(session, backup.name, () => sql.run(target, ['select 1']));
  const answeredAt = performance.now();
  const takenAt = request.toTime ?? request.snapshot?.takenAt ?? session.clients.now().toISOString();
  const survey = await surveyServer(sql, target);
  const { contents } = backup;
  const { checks, questions: recorded } = contentsQuestions({
    ...{ contents, survey, own: target.database },
    except: exceptionsOf(session.environment, backup),
    again: `make a new set: backlot backups create ${session.environment.id}`,
  });
  const known = { recorded: contents?.tables ?? [], tables: survey.tables, own: target.database, takenAt };
  const declared = declaredFor(session, backup).flatMap((assertion) => declaredQuestions(assertion, known));
  const answers = await Promise.all(
    groupByDatabase([...declared, ...recorded]).map(async ([database = target.database, some]) => {
      const closed = survey.tables.some((table) => table.database === database && !table.readable);
      const statements = some.map((each) => each.sql);
      const given = await sql.run({ ...target, database }, statements, closed ? { before: MAY_READ } : undefined);
      return some.map((question, at) => toCheck(question, given[at]));
    }),
  );
  const connected: Check = { name: 'connect', expected: 'a connection', actual: sql.way, passed: true };
  return { checks: withContents([connected, ...answers.flat(), ...checks], adapter, backup), answeredAt };
}

function declaredFor({ environment }: BackupSession, { name, identifier }: StoreBackup): readonly BackupAssertion[] {
  const declared = environment.backup?.proof?.assertions ?? {};
  return declared[name] ?? declared[identifier] ?? [];
}

/** Nothing counted is no proof, however well it was restored. */
function withContents(checks: readonly Check[], { uncounted }: StoreAdapter, { contents }: StoreBackup): Check[] {
  const counted = checks.some(({ counts }) => counts);
  if (counted || checks.some(({ passed }) => !passed)) return [...checks];
  const actual = `nothing was counted: ${contents?.note ?? uncounted ?? 'nothing was recorded when it was backed up, or all of it is left out'}`;
  return [...checks, { name: 'contents', expected: 'something that was counted', actual, passed: false }];
}

const restoredCheck: Check = { name: 'restored', expected: 'available', actual: 'available', passed: true };

function notAsked({ name, query, table }: BackupAssertion): Check {
  const actual = 'not PostgreSQL: there is nothing to ask';
  return { name: name ?? query ?? table ?? 'assertion', expected: 'an answer', actual, passed: false };
}

/** A new password takes its time to be known to the server. */
async function connect(session: BackupSession, store: string, attempt: () => Promise<unknown>): Promise<void> {
  const wait = waiting(session, store, 180_000);
  for (;;) {
    try {
      await attempt();
      return;
    } catch (error) {
      const why = (error as Error).message.split('\n')[0];
      if (!(await wait(`the restored database to let us in (${why})`))) throw error;
    }
  }
}

/** Waits for one thing. The first moments go without a word, then it is told every 20 seconds what is waited for. */
function waiting(session: BackupSession, store: string, longestMs = 300_000): Waiting {
  const deadline = performance.now() + longestMs;
  let silentUntil = performance.now() + 3_000;
  return async (what) => {
    const now = performance.now();
    if (now > deadline || session.stop.aborted) return false;
    if (now > silentUntil) {
      silentUntil = now + 20_000;
      session.tell(`${store}: waiting for ${what}, for at most ${Math.round((deadline - now) / 1_000)} s more`);
    }
    await session.pause();
    return true;
  };
}
