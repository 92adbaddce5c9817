import type { SqlRunner, SqlTarget, Store } from '../../adapters/backups/index.js';
import type { BackupSession } from './backup-session.js';
import type { RecordedContents, RecordedTable, UnreadPart } from './backup-set.js';
import { countTables } from './count-tables.js';
import { keyOf, nameOf } from './recorded-name.js';
import { quoteName, writeTable } from './sql-text.js';
import { type SurveyedTable, surveyServer } from './survey-server.js';

/**
 * Records what a living store holds, as far as it can be connected to: never a reason for a backup to fail.
 *
 * @param like What was recorded just before: large tables are sampled alike. @default nothing was
 */
export async function recordContents(
  session: BackupSession,
  store: Store,
  like?: RecordedContents,
): Promise<RecordedContents> {
  const at = () => session.clients.now().toISOString();
  try {
    const adapter = session.adapters.get(store.kind);
    if (adapter?.readLogin) {
      const login = await adapter.readLogin(store);
      if (!login) return { at: at(), note: adapter.uncounted ?? NO_LOGIN };
      const sql = await session.sql();
      if (!sql) return { at: at(), note: 'nothing here reaches the database' };
      const tls = session.cloud.target === 'aws';
      const held = await readServer(sql, { ...login, tls }, like);
      return { at: at(), ...held };
    }
    const counted = await adapter?.countItems?.(store);
    if (counted === undefined) return { at: at(), note: adapter?.uncounted ?? 'nothing here counts it' };
    return { at: at(), ...(typeof counted === 'number' ? { items: counted } : counted) };
  } catch (error) {
    return { at: at(), note: `not counted: ${(error as Error).message.split('\n')[0]}` };
  }
}

const NO_LOGIN = 'there is nothing to connect with: it is no PostgreSQL whose first user has a secret';

/** All tables of all databases with their rows, and checksums of the small ones. @throws Error what the server says */
export async function readServer(
  sql: SqlRunner,
  target: SqlTarget,
  like?: RecordedContents,
): Promise<Omit<RecordedContents, 'at'>> {
  const { databases, tables, unread: closed } = await surveyServer(sql, target);
  const before = new Map((like?.tables ?? []).map((each) => [keyOf(each), each]));
  const recorded: RecordedTable[] = [];
  const unread: UnreadPart[] = [...closed];
  const within = (table: SurveyedTable) => (table.database === target.database ? {} : { database: table.database });
  for (const database of databases) {
    const here = tables.filter((table) => table.database === database && table.kind !== 'foreign');
    if (here.length === 0) continue;
    const counts = await countTables(sql, { ...target, database }, here, (table) => {
      const known = before.get(keyOf({ table: writeTable(table), ...within(table) }));
      return known && (known.sampled ?? 100);
    });
    for (const [table, counted] of counts) {
      const name = { table: writeTable(table), ...within(table) };
      if ('why' in counted) unread.push(unreadTable(table, counted.why, { ...name, user: target.user }));
      else
        recorded.push({ ...name, ...counted, ...(table.unlogged ? { unlogged: true } : {}), written: table.written });
    }
  }
  const elsewhere = tables
    .filter(({ kind }) => kind === 'foreign')
    .map((table) => nameOf({ table: writeTable(table), ...within(table) }));
  return {
    ...{ tables: recorded, database: target.database, databases },
    ...(unread.length > 0 ? { unread } : {}),
    ...(elsewhere.length > 0 ? { elsewhere } : {}),
  };
}

function unreadTable(
  { extension }: SurveyedTable,
  why: string,
  { user, ...name }: { readonly table: string; readonly database?: string; readonly user: string },
): UnreadPart {
  const mend = /permission denied|row-level security/.test(why)
    ? /row-level/.test(why)
      ? `: alter table ${name.table} no force row level security, and grant its owner's role to ${quoteName(user)}`
      : `: grant its owner's role, or select on ${name.table}, to ${quoteName(user)}`
    : '';
  return { ...name, why: `${why}${mend}`, ...(extension ? { extension } : {}) };
}

/**
 * What a copy may hold, between what was there before and after it was made: only what was the same both times can be
 * compared exactly.
 */
export function mergeContents(before: RecordedContents, after: RecordedContents): RecordedContents {
  const changed = before.items !== undefined && after.items !== undefined && after.items !== before.items;
  const items = changed ? { itemsAfter: after.items } : {};
  if (!before.tables || !after.tables) {
    const { tables: _, ...rest } = before;
    // What could be looked into only once can't be compared.
    return before.tables ? { ...rest, ...(after.note ? { note: after.note } : {}) } : { ...before, ...items };
  }
  const later = new Map(after.tables.map((each) => [keyOf(each), each]));
  const sooner = new Set(before.tables.map(keyOf));
  const unread = new Map(
    [...(before.unread ?? []), ...(after.unread ?? [])].map((each) => [JSON.stringify(each), each]),
  );
  const tables = before.tables.map((table) => mergeTable(table, later.get(keyOf(table))));
  const made = after.tables.filter((table) => !sooner.has(keyOf(table)));
  const elsewhere = new Set([...(before.elsewhere ?? []), ...(after.elsewhere ?? [])]);
  return {
    ...before,
    tables: [...tables, ...made.map((table) => during(table, 'made'))],
    databases: [...new Set([...(before.databases ?? []), ...(after.databases ?? [])])],
    ...(unread.size > 0 ? { unread: [...unread.values()] } : {}),
    ...(elsewhere.size > 0 ? { elsewhere: [...elsewhere] } : {}),
  };
}

function during({ written: _, ...table }: RecordedTable, meanwhile: 'made' | 'dropped'): RecordedTable {
  return { ...table, meanwhile };
}

function mergeTable(before: RecordedTable, after: RecordedTable | undefined): RecordedTable {
  if (!after) return during(before, 'dropped');
  const { checksum, written, ...table } = before;
  if (checksum && checksum === after.checksum && after.rows === table.rows) return { ...table, checksum };
  const added = Math.max(0, (after.written?.inserted ?? 0) - (written?.inserted ?? 0));
  const removed = Math.max(0, (after.written?.deleted ?? 0) - (written?.deleted ?? 0));
  const share = (table.sampled ?? 100) / 100;
  const [least, most] = [Math.min(table.rows, after.rows), Math.max(table.rows, after.rows)];
  return {
    ...table,
    ...(after.rows === table.rows ? {} : { rowsAfter: after.rows }),
    ...(removed > 0 ? { least: Math.max(0, Math.floor(least - removed / share)) } : {}),
    ...(added > 0 ? { most: Math.ceil(most + added / share) } : {}),
  };
}
