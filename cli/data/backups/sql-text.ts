import type { SqlAnswer } from '../../adapters/backups/index.js';

/** A table by the two parts of its name, each as the server keeps it. */
export interface TableName {
  readonly schema: string;
  readonly name: string;
}

/** A table as SQL reads it back, with quotes where it needs them: `public.films`, `public."films.2024"`. */
export function writeTable({ schema, name }: TableName): string {
  return [schema, name].map((part) => (/^[a-z_][a-z0-9_$]*$/.test(part) ? part : quoteName(part))).join('.');
}

/**
 * The table that a text names: quoted parts as SQL reads them, others as they stand, up to the first dot the schema. Without
 * a schema it is in `public`.
 */
export function readTable(text: string): TableName {
  const parts = /^(?:(?:"((?:[^"]|"")+)"|([^".]+))\.)?(?:"((?:[^"]|"")+)"|([^"]+))$/.exec(text);
  if (!parts) return { schema: 'public', name: text };
  const [, quotedSchema, schema = 'public', quotedName, name = ''] = parts;
  return { schema: unquoted(quotedSchema) ?? schema, name: unquoted(quotedName) ?? name };
}

/** A table's name as SQL takes it, whatever is in it: `public.films` becomes `"public"."films"`. */
export function quoteTable({ schema, name }: TableName): string {
  return `${quoteName(schema)}.${quoteName(name)}`;
}

/** The first value of an answer; undefined when it has none or is an error. */
export function cell(answer: SqlAnswer | undefined): string | undefined {
  return answer && 'rows' in answer ? (answer.rows[0]?.[0] ?? undefined) : undefined;
}

/** What an answer says that is an error, or none at all; its first line. */
export function errorOf(answer: SqlAnswer | undefined): string | undefined {
  if (answer && 'rows' in answer) return undefined;
  return answer?.error.split('\n')[0] || 'no answer';
}

/** One name as SQL takes it, whatever is in it; also in SQL that a person is told to run. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function unquoted(text: string | undefined): string | undefined {
  return text?.replaceAll('""', '"');
}
