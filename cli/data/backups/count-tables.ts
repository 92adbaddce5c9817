import type { SqlAnswer, SqlRunner, SqlTarget } from '../../adapters/backups/index.js';
import { MAY_READ } from './may-read.js';
import { cell, errorOf, quoteTable, type TableName } from './sql-text.js';
import type { SurveyedTable } from './survey-server.js';

/** Tables with more rows, as PostgreSQL estimates them, are sampled: a backup must not slow down what it backs up. */
const COUNTED_ROWS = 1_000_000;
/** Rows that a sample aims at. */
const SAMPLED_ROWS = 25_000;
/** Tables with more rows or bytes get no checksum. */
const SUMMED_ROWS = 50_000;
const SUMMED_BYTES = 256 * 1024 ** 2;

/** How the rows of a table are got at. */
export interface TableSource extends TableName {
  /** What inherits from it is left out: it is counted for itself. @default false */
  readonly only?: boolean;
  /** Percent of its pages, always the same ones. @default all */
  readonly sampled?: number;
}

/** What is in a table: its rows, or why they couldn't be counted. */
export type Counted =
  | { readonly rows: number; readonly checksum?: string; readonly sampled?: number }
  | { readonly why: string };

/**
 * Counts tables of one database, and sums up the small ones. Large ones are sampled.
 *
 * @param sampling Percent to take for a table, 100 for all of it. @default by its size
 */
export async function countTables(
  sql: SqlRunner,
  target: SqlTarget,
  tables: readonly SurveyedTable[],
  sampling: (table: SurveyedTable) => number | undefined = () => undefined,
): Promise<ReadonlyMap<SurveyedTable, Counted>> {
  const sources = new Map(tables.map((table) => [table, sourceOf(table, sampling(table))]));
  const ask = (some: readonly SurveyedTable[], statement: (source: TableSource) => string) =>
    askTables(sql, target, some, (table) => statement(sources.get(table) ?? table));
  const counts = await ask(tables, countOf);
  const small = tables.filter((table) => {
    const share = (sources.get(table)?.sampled ?? 100) / 100;
    return Number(cell(counts.get(table))) <= SUMMED_ROWS && table.bytes * share <= SUMMED_BYTES;
  });
  const sums = await ask(small, (source) => checksumOf(source));
  return new Map(
    tables.map((table): [SurveyedTable, Counted] => {
      const why = errorOf(counts.get(table)) ?? (small.includes(table) ? errorOf(sums.get(table)) : undefined);
      if (why) return [table, { why }];
      const checksum = cell(sums.get(table));
      const sampled = sources.get(table)?.sampled;
      const rows = scaled(Number(cell(counts.get(table))), sampled);
      return [table, { rows, ...(checksum ? { checksum } : {}), ...(sampled ? { sampled } : {}) }];
    }),
  );
}

/** Asks one thing of each table; of those that can't be read just so, with all that the login may grant itself. */
async function askTables(
  sql: SqlRunner,
  target: SqlTarget,
  tables: readonly SurveyedTable[],
  statement: (table: SurveyedTable) => string,
): Promise<ReadonlyMap<SurveyedTable, SqlAnswer>> {
  const answers = new Map<SurveyedTable, SqlAnswer>();
  for (const before of [undefined, MAY_READ]) {
    const some = tables.filter(({ readable }) => readable === (before === undefined));
    if (some.length === 0) continue;
    const given = await sql.run(target, some.map(statement), before ? { before } : undefined);
    for (const [at, table] of some.entries()) answers.set(table, given[at] ?? { error: 'no answer' });
  }
  return answers;
}

/** Where the rows of a table come from. */
export function sourceOf({ schema, name, kind, estimate }: SurveyedTable, percent?: number): TableSource {
  const wanted = percent ?? (estimate > COUNTED_ROWS ? (SAMPLED_ROWS / estimate) * 100 : 100);
  const sampled = Math.max(0.0001, Number(wanted.toPrecision(3)));
  return { schema, name, ...(kind === 'table' ? { only: true } : {}), ...(sampled < 100 ? { sampled } : {}) };
}

/** Counts the rows of a table, or those of its sample. */
export function countOf(source: TableSource): string {
  return `select count(*) from ${fromOf(source)}`;
}

/** MD5 over all rows as text, whatever order they are read in. @param row `t` is a column where there is one of that name */
export function checksumOf(source: TableSource, row: '(t.*)' | 't' = '(t.*)'): string {
  return `select md5(coalesce(string_agg(md5(${row}::text), '' order by md5(${row}::text)), '')) from ${fromOf(source)}`;
}

/** Rows of a table of which so many were in the sample. */
export function scaled(rows: number, sampled: number | undefined): number {
  return sampled ? Math.round((rows * 100) / sampled) : rows;
}

/** A copy has the same pages, and the same number takes the same ones of them: https://www.postgresql.org/docs/current/sql-select.html */
function fromOf({ only, sampled, ...name }: TableSource): string {
  const sample = sampled ? ` tablesample system (${sampled}) repeatable (1)` : '';
  return `${only ? 'only ' : ''}${quoteTable(name)} as t${sample}`;
}
