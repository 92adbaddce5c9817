import type { SqlAnswer } from '../../adapters/backups/index.js';

/** A table's name as SQL takes it: `public.films` becomes `"public"."films"`. */
export function quoteTable(table: string): string {
  return table
    .split('.')
    .map((part) => `"${part.replaceAll('"', '""')}"`)
    .join('.');
}

/** The first value of an answer; undefined when it has none or is an error. */
export function cell(answer: SqlAnswer | undefined): string | undefined {
  return answer && 'rows' in answer ? (answer.rows[0]?.[0] ?? undefined) : undefined;
}
