import type { RecordedTable } from './backup-set.js';
import { readTable } from './sql-text.js';

/** Names a table among those of all databases, however its name is written. */
export function keyOf({ database = '', table }: Pick<RecordedTable, 'database' | 'table'>): string {
  const { schema, name } = readTable(table);
  return JSON.stringify([database, schema, name]);
}

/** `public.films`, or `reports: public.films` in another database than the store's own. */
export function nameOf({ database, table }: Pick<RecordedTable, 'database' | 'table'>): string {
  return database === undefined ? table : `${database}: ${table}`;
}
