import type { Client, ClientConfig } from 'pg';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { Login } from './login.js';
import type { PostgresAccess } from './postgres-access.js';
import { scramVerifier } from './scram-verifier.js';

const CONNECT_MS = 10_000;

/** The users of a PostgreSQL server. Names come from the environment's file and are quoted all the same. */
export class PostgresServer {
  constructor(private readonly access: PostgresAccess) {}

  /** Gives a user a password; makes the user where there is none, as a member of `like`. */
  async setPassword({ password, username }: Login, like?: string): Promise<void> {
    await this.asAdmin(async (client) => {
      const user = client.escapeIdentifier(username);
      const secret = client.escapeLiteral(scramVerifier(password));
      const { rowCount } = await client.query('select from pg_roles where rolname = $1', [username]);
      if (rowCount === 0) {
        await client.query(`create role ${user} login password ${secret}`);
        if (like) await client.query(`grant ${client.escapeIdentifier(like)} to ${user}`);
      } else {
        await client.query(`alter role ${user} login password ${secret}`);
      }
    });
  }

  /** Takes a user's password away: nobody can log in as it with one. */
  async clearPassword(username: string): Promise<void> {
    await this.asAdmin((client) => client.query(`alter role ${client.escapeIdentifier(username)} password null`));
  }

  /** Where the sessions of a user come from, one address for each. */
  async sessionsOf(username: string): Promise<string[]> {
    const text = "select coalesce(host(client_addr), 'a socket') as address from pg_stat_activity where usename = $1";
    const { rows } = await this.asAdmin((client) => client.query<{ address: string }>(text, [username]));
    return rows.map(({ address }) => address);
  }

  /** Logs in. @throws BacklotError `CredentialRefused` when the server takes it not */
  async logIn(user: string, password: string): Promise<void> {
    await this.connected({ user, password }, (client) => client.query('select current_user'));
  }

  private asAdmin<T>(work: (client: Client) => Promise<T>): Promise<T> {
    return this.connected(this.access.admin, work);
  }

  private async connected<T>(who: Pick<ClientConfig, 'user' | 'password'>, work: (client: Client) => Promise<T>) {
    const { default: pg } = await import('pg');
    const { database, host, port, ssl } = this.access;
    const client = new pg.Client({ ...who, host, port, database, ssl, connectionTimeoutMillis: CONNECT_MS });
    // A server that goes away is told by the query that was under way.
    client.on('error', () => undefined);
    try {
      await client.connect();
      return await work(client);
    } catch (error) {
      throw refused(error, `${host}:${port}`, String(who.user));
    } finally {
      await client.end().catch(() => undefined); // it may never have been connected
    }
  }
}

/** SQLSTATE classes 28 (authorization) and 42501 (privilege). https://www.postgresql.org/docs/current/errcodes-appendix.html */
function refused(error: unknown, server: string, user: string): BacklotError {
  const { code = '', message } = error as { readonly code?: string; readonly message: string };
  if (/^28|^42501$/.test(code)) {
    return new BacklotError({
      code: 'CredentialRefused',
      message: `PostgreSQL at ${server} refuses user '${user}': ${message}`,
      source: 'upstream',
    });
  }
  const certificate = /CERT|SELF_SIGNED|UNABLE_TO/.test(code);
  return new BacklotError({
    code: 'DatabaseUnreachable',
    message: `PostgreSQL at ${server} could not be asked as '${user}': ${message}`,
    source: 'upstream',
    hints: [
      certificate
        ? 'set NODE_EXTRA_CA_CERTS to https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem, downloaded'
        : 'run it where the database can be reached: its network lets in only what is declared',
    ],
    cause: error,
  });
}
