import type { SqlRunner, SqlTarget } from '../../adapters/backups/index.js';
import type { UnreadPart } from './backup-set.js';
import { errorOf, quoteName, type TableName } from './sql-text.js';

/** A table of a server, before anything in it is counted. */
export interface SurveyedTable extends TableName {
  readonly database: string;
  /** A table of its own, a partitioned one with all of its partitions, a materialized view, a table of another server. */
  readonly kind: 'table' | 'partitioned' | 'view' | 'foreign';
  /** What PostgreSQL empties when it recovers, as it does from every copy. */
  readonly unlogged: boolean;
  /** Rows as the statistics have it, else as many as its pages could hold. */
  readonly estimate: number;
  readonly bytes: number;
  /** Rows that were ever written and removed, as the statistics have it. */
  readonly written: { readonly inserted: number; readonly deleted: number };
  /** Whether the login may read all of its rows as it is. */
  readonly readable: boolean;
  /** Extension that brought it. @default none */
  readonly extension?: string;
}

/** What a server has. */
export interface Survey {
  readonly databases: readonly string[];
  readonly tables: readonly SurveyedTable[];
  /** Databases that couldn't be looked into. */
  readonly unread: readonly UnreadPart[];
}

/** Templates hold nothing, and RDS lets nobody into its own database. */
const DATABASES = `
  select datname, datallowconn, has_database_privilege(oid, 'connect')
  from pg_database where datname not in ('template0', 'template1', 'rdsadmin') order by 1`;

/**
 * Everything that holds rows. A partitioned table stands for its partitions, unless some are elsewhere or UNLOGGED: then
 * each is told for itself. Views hold nothing; a materialized view that was never filled neither. Large objects are no
 * table's.
 */
const TABLES = `
  with roots as (
    select c.oid, coalesce(bool_and(l.relkind = 'r' and l.relpersistence = 'p'), true) as whole
    from pg_class c left join lateral pg_partition_tree(c.oid) t on t.isleaf left join pg_class l on l.oid = t.relid
    where c.relkind = 'p' and not c.relispartition group by c.oid
  )
  select n.nspname, c.relname, c.relkind, c.relpersistence, s.estimate, s.bytes, s.inserted, s.deleted,
    has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select') and not row_security_active(c.oid),
    e.extname
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
  left join roots r on r.oid = case when c.relkind = 'p' then c.oid when c.relispartition then pg_partition_root(c.oid) end
  left join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = c.oid and d.objsubid = 0 and d.deptype = 'e'
  left join pg_extension e on e.oid = d.refobjid
  cross join lateral (
    select coalesce(sum(ceil(case when l.reltuples > 0 and l.relpages > 0 then l.reltuples / l.relpages else 200 end
        * z.bytes / current_setting('block_size')::int)), 0)::bigint as estimate,
      coalesce(sum(z.bytes), 0)::bigint as bytes,
      coalesce(sum(pg_stat_get_tuples_inserted(l.oid)), 0)::bigint as inserted,
      coalesce(sum(pg_stat_get_tuples_deleted(l.oid)), 0)::bigint as deleted
    from (select c.oid union select t.relid from pg_partition_tree(c.oid) t where c.relkind = 'p') parts(oid)
    join pg_class l on l.oid = parts.oid
    cross join lateral (select coalesce(pg_relation_size(l.oid), 0) as bytes) z
  ) s
  where n.nspname <> 'information_schema' and n.nspname !~ '^pg_' and (c.relkind <> 'm' or c.relispopulated)
    and (c.relkind in ('m', 'f') or c.relkind = 'p' and r.whole or c.relkind = 'r' and (r.oid is null or not r.whole))
  union all
  select 'pg_catalog', 'pg_largeobject_metadata', 'r', 'p', 0, 0, 0, 0, true, null
  where exists (select from pg_largeobject_metadata)
  order by 1, 2`;

/** Looks into every database of a server. @throws Error when the one that it connects to can't be asked */
export async function surveyServer(sql: SqlRunner, target: SqlTarget): Promise<Survey> {
  const [listed] = await sql.run(target, [DATABASES]);
  if (!listed || 'error' in listed) throw new Error(errorOf(listed));
  const databases: string[] = [];
  const tables: SurveyedTable[] = [];
  const unread: UnreadPart[] = [];
  for (const [database, open, mayConnect] of listed.rows) {
    if (!database) continue;
    databases.push(database);
    const closed = whyClosed(database, { open: open === 't', mayConnect: mayConnect === 't', user: target.user });
    if (closed) {
      unread.push({ database, why: closed });
      continue;
    }
    try {
      tables.push(...(await tablesOf(sql, { ...target, database })));
    } catch (error) {
      if (database === target.database) throw error;
      unread.push({ database, why: (error as Error).message.split('\n')[0] ?? '' });
    }
  }
  return { databases, tables, unread };
}

function whyClosed(
  database: string,
  is: { readonly open: boolean; readonly mayConnect: boolean; readonly user: string },
): string | undefined {
  if (!is.open) return `it lets nobody connect: alter database ${quoteName(database)} with allow_connections true`;
  if (!is.mayConnect)
    return `${is.user} may not connect: grant connect on database ${quoteName(database)} to ${quoteName(is.user)}`;
  return undefined;
}

async function tablesOf(sql: SqlRunner, target: SqlTarget): Promise<SurveyedTable[]> {
  const [listed] = await sql.run(target, [TABLES]);
  if (!listed || 'error' in listed) throw new Error(errorOf(listed));
  return listed.rows.map(
    ([schema, name, kind, persistence, estimate, bytes, inserted, deleted, readable, extension]) => ({
      ...{ database: target.database, schema: schema ?? '', name: name ?? '', kind: KINDS[kind ?? ''] ?? 'table' },
      ...{
        unlogged: persistence === 'u',
        estimate: Number(estimate),
        bytes: Number(bytes),
        readable: readable === 't',
      },
      written: { inserted: Number(inserted), deleted: Number(deleted) },
      ...(extension ? { extension } : {}),
    }),
  );
}

const KINDS: Readonly<Record<string, SurveyedTable['kind']>> = {
  r: 'table',
  p: 'partitioned',
  m: 'view',
  f: 'foreign',
};
