import type { SqlRunner, SqlTarget, Store } from '../../adapters/backups/index.js';
import type { BackupSession } from './backup-session.js';
import type { RecordedContents, RecordedTable } from './backup-set.js';
import { cell, quoteTable } from './sql-text.js';

/** Tables with more rows, as PostgreSQL estimates them, are not counted: a backup must not slow down what it backs up. */
const COUNTED_ROWS = 1_000_000;
/** Tables with more rows get no checksum. */
const SUMMED_ROWS = 50_000;

const TABLES = `
  select n.nspname, c.relname, greatest(c.reltuples, 0)::bigint
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind = 'r' and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
  order by 1, 2`;

/** Records what a living store holds, as far as it can be connected to: never a reason for a backup to fail. */
export async function recordContents(session: BackupSession, store: Store): Promise<RecordedContents> {
  const at = () => session.clients.now().toISOString();
  try {
    const adapter = session.adapters.get(store.kind);
    if (adapter?.readLogin) {
      const login = await adapter.readLogin(store);
      if (!login) return { at: at(), note: 'no password was found to connect with' };
      const sql = await session.sql();
      if (!sql) return { at: at(), note: 'nothing here reaches the database' };
      const tls = session.cloud.target === 'aws';
      return { at: at(), tables: await readTables(sql, { ...login, tls }) };
    }
    const items = await adapter?.countItems?.(store);
    return { at: at(), ...(items === undefined ? { note: 'not counted' } : { items }) };
  } catch (error) {
    return { at: at(), note: `not counted: ${(error as Error).message.split('\n')[0]}` };
  }
}

/** All tables with their rows, and checksums of the small ones. @throws Error what the server says */
export async function readTables(sql: SqlRunner, target: SqlTarget): Promise<RecordedTable[]> {
  const [listed] = await sql.run(target, [TABLES]);
  if (!listed || 'error' in listed) throw new Error(listed?.error ?? 'no answer');
  const tables = listed.rows
    .map(([schema, name, estimate]) => ({ table: `${schema}.${name}`, estimate: Number(estimate) }))
    .filter(({ estimate }) => estimate <= COUNTED_ROWS);
  const counts = await sql.run(
    target,
    tables.map(({ table }) => countOf(table)),
  );
  const counted = tables.flatMap(({ table }, at) => {
    const rows = Number(cell(counts[at]) ?? Number.NaN);
    return Number.isNaN(rows) ? [] : [{ table, rows }];
  });
  const small = counted.filter(({ rows }) => rows <= SUMMED_ROWS);
  const sums = await sql.run(
    target,
    small.map(({ table }) => checksumOf(table)),
  );
  const sumByTable = new Map(small.map(({ table }, at) => [table, cell(sums[at])]));
  return counted.map((each) => {
    const checksum = sumByTable.get(each.table);
    return checksum ? { ...each, checksum } : each;
  });
}

/** Counts the rows of a table. */
export function countOf(table: string): string {
  return `select count(*) from ${quoteTable(table)}`;
}

/** MD5 over all rows as text, whatever order they are read in. */
export function checksumOf(table: string): string {
  return `select md5(coalesce(string_agg(md5(t::text), '' order by md5(t::text)), '')) from ${quoteTable(table)} t`;
}

/**
 * What a copy may hold, between what was there before and after it was made: only what was the same both times can be
 * compared exactly.
 */
export function mergeContents(before: RecordedContents, after: RecordedContents): RecordedContents {
  const later = new Map((after.tables ?? []).map((each) => [each.table, each]));
  const tables = before.tables?.flatMap(({ table, rows, checksum }): RecordedTable[] => {
    const other = later.get(table);
    // Made or dropped meanwhile: the copy may have it or not.
    if (!other) return [];
    const same = other.rows === rows && other.checksum === checksum;
    return [
      {
        table,
        rows,
        ...(other.rows === rows ? {} : { rowsAfter: other.rows }),
        ...(same && checksum ? { checksum } : {}),
      },
    ];
  });
  const changed = before.items !== undefined && after.items !== undefined && after.items !== before.items;
  return { ...before, ...(tables ? { tables } : {}), ...(changed ? { itemsAfter: after.items } : {}) };
}
