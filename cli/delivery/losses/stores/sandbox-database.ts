import type { Client } from 'pg';
import { databaseStatus } from '../../../../sandbox/databases/index.js';
import type { Cloud } from '../../../session/cloud/index.js';
import { bytesText, countText, type Holding } from './store-kind.js';

/** How long a server on this machine may take to answer, milliseconds. */
const PATIENCE_MS = 5_000;

/**
 * What an instance of the sandbox holds, as its server is on this machine. Rows are told as the server's own statistics
 * have them, which needs no right to read the tables. Undefined when there is no table, or when no server ever ran behind
 * the instance.
 */
export async function sandboxDatabaseHolds(cloud: Cloud, identifier: string): Promise<Holding | undefined> {
  const server = (await databaseStatus()).find(
    (each) => each.identifier === identifier && each.account === cloud.accountId && each.region === cloud.region,
  );
  if (!server) return undefined;
  if (!server.running) return { words: 'databases (its server is stopped, so nobody looked into them)' };
  const login = await masterLogin(cloud, identifier);
  if (!login) return { words: 'databases' };
  try {
    const { bytes, rows, tables } = await countTables({ ...login, host: server.host, port: server.port });
    if (tables === 0) return undefined;
    const counted = rows > 0 ? `, about ${countText(rows, 'row')}` : '';
    const words = `${countText(tables, 'table')}${counted}, ${bytesText(bytes)}`;
    return { words, amounts: { bytes, ...(rows > 0 ? { rows } : {}) } };
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
}

/** Tables of people in all databases of the server. */
async function countTables(server: Login & { readonly host: string; readonly port: number }): Promise<Counts> {
  const names = await query<{ datname: string }>(
    { ...server, database: 'postgres' },
    'SELECT datname FROM pg_database WHERE datallowconn AND NOT datistemplate',
  );
  const counts = await Promise.all(
    names.map(({ datname }) => query<Record<keyof Counts, string>>({ ...server, database: datname }, TABLES)),
  );
  const sum = (key: keyof Counts) => counts.flat().reduce((total, each) => total + Number(each[key]), 0);
  return { tables: sum('tables'), rows: sum('rows'), bytes: sum('bytes') };
}

/** A partitioned table counts as one table; its rows are those of its partitions. */
const TABLES = `SELECT count(*) FILTER (WHERE NOT c.relispartition) AS tables,
    coalesce(sum(greatest(c.reltuples, s.n_live_tup, 0)) FILTER (WHERE c.relkind <> 'p'), 0)::bigint AS rows,
    coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint AS bytes
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
