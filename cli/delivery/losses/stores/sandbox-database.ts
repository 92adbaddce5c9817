import type { Client } from 'pg';
import { administrator, databaseStatus } from '../../../../sandbox/databases/index.js';
import type { Cloud } from '../../../session/cloud/index.js';
import { bytesText, countText, type Holding } from './store-kind.js';

/** How long a server on this machine may take to answer, milliseconds. */
const PATIENCE_MS = 5_000;

/**
 * What an instance of the sandbox holds, as its server is on this machine. Rows are told as the server's own statistics
 * have them, which needs no right to read the tables, and counted where it has none, as in a replica. Undefined when there is
 * no table and no large object, or when no server ever ran behind the instance.
 */
export async function sandboxDatabaseHolds(cloud: Cloud, identifier: string): Promise<Holding | undefined> {
  const server = (await databaseStatus()).find(
    (each) => each.identifier === identifier && each.account === cloud.accountId && each.region === cloud.region,
  );
  if (!server) return undefined;
  if (!server.running) return { words: 'databases (its server is stopped, so nobody looked into them)' };
  const login = (await masterLogin(cloud, identifier)) ?? (await administrator());
  if (!login) return { words: 'databases' };
  try {
    return holdingOf(await countContents({ ...login, host: server.host, port: server.port }));
  } catch (error) {
    return { words: `databases (nobody could look into them: ${(error as Error).message})` };
  }
}

interface Login {
  readonly user: string;
  readonly password: string;
}

/** The password that RDS keeps in a secret; undefined when it keeps none. */
async function masterLogin(cloud: Cloud, identifier: string): Promise<Login | undefined> {
  const { DescribeDBInstancesCommand, RDSClient } = await import('@aws-sdk/client-rds');
  const { GetSecretValueCommand, SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager');
  const rds = new RDSClient(cloud.settingsFor('rds'));
  const found = await rds.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: identifier }));
  const secret = found.DBInstances?.[0]?.MasterUserSecret?.SecretArn;
  if (!secret) return undefined;
  const secrets = new SecretsManagerClient(cloud.settingsFor('secretsmanager'));
  const { SecretString = '{}' } = await secrets.send(new GetSecretValueCommand({ SecretId: secret }));
  const { username = '', password = '' } = JSON.parse(SecretString) as { username?: string; password?: string };
  return { user: username, password };
}

interface Counts {
  readonly tables: number;
  readonly rows: number;
  readonly bytes: number;
  /** Large objects, which are in no table of people. */
  readonly objects: number;
}

interface Contents extends Counts {
  /** Databases that let nobody connect: nobody knows what is in them. */
  readonly closed: readonly string[];
}

function holdingOf({ bytes, closed, objects, rows, tables }: Contents): Holding | undefined {
  const parts = [
    ...(tables > 0 ? [countText(tables, 'table')] : []),
    ...(rows > 0 ? [`about ${countText(rows, 'row')}`] : []),
    ...(objects > 0 ? [countText(objects, 'large object')] : []),
    ...(tables > 0 || objects > 0 ? [bytesText(bytes)] : []),
    ...closed.map((name) => `database ${name}, which lets nobody connect`),
  ];
  if (parts.length === 0) return undefined;
  return { words: parts.join(', '), amounts: { bytes, ...(rows > 0 ? { rows } : {}) } };
}

/** What people keep in all databases of the server. A template that somebody filled holds data as any other does. */
async function countContents(server: Login & { readonly host: string; readonly port: number }): Promise<Contents> {
  const names = await query<{ datname: string; datallowconn: boolean }>(
    { ...server, database: 'postgres' },
    "SELECT datname, datallowconn FROM pg_database WHERE datname <> 'template0' ORDER BY 1",
  );
  const open = names.filter(({ datallowconn }) => datallowconn);
  const counts = await Promise.all(
    open.map(({ datname }) => query<Record<keyof Counts, string>>({ ...server, database: datname }, COUNTS)),
  );
  const sum = (key: keyof Counts) => counts.flat().reduce((total, each) => total + Number(each[key]), 0);
  const closed = names.flatMap(({ datallowconn, datname }) => (datallowconn ? [] : [datname]));
  return { tables: sum('tables'), rows: sum('rows'), bytes: sum('bytes'), objects: sum('objects'), closed };
}

/** A partitioned table counts as one table; its rows are those of its partitions. */
const COUNTS = `SELECT (SELECT count(*) FROM pg_largeobject_metadata) AS objects,
     count(*) FILTER (WHERE NOT c.relispartition) AS tables,
    coalesce(sum(CASE
      WHEN c.reltuples < 0 AND coalesce(s.n_live_tup, 0) = 0 AND pg_relation_size(c.oid) > 0 AND has_table_privilege(c.oid, 'SELECT')
        THEN (xpath('//n/text()', query_to_xml(format('SELECT count(*) AS n FROM %s', c.oid::regclass), false, true, '')))[1]::text::bigint
      ELSE greatest(c.reltuples, s.n_live_tup, 0) END) FILTER (WHERE c.relkind <> 'p'), 0)::bigint AS rows,
    coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint
      + CASE WHEN EXISTS (SELECT FROM pg_largeobject_metadata) THEN pg_total_relation_size('pg_largeobject') ELSE 0 END AS bytes
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_stat_all_tables s ON s.relid = c.oid
  WHERE c.relkind IN ('r', 'p', 'm') AND n.nspname !~ '^(pg_|information_schema$)'`;

async function query<Row>(login: object, text: string): Promise<Row[]> {
  const { default: pg } = await import('pg');
  // The server has made its certificate itself, and listens on loopback only.
  const client: Client = new pg.Client({
    ...login,
    ssl: { rejectUnauthorized: false },
    connectionTimeoutMillis: PATIENCE_MS,
    query_timeout: PATIENCE_MS,
  });
  await client.connect();
  try {
    return (await client.query(text)).rows as Row[];
  } finally {
    await client.end();
  }
}
