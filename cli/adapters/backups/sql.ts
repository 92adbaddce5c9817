/** A PostgreSQL server that answers at an address. */
export interface SqlTarget {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  /** @default false */
  readonly tls?: boolean;
}

/** What one statement gave: rows of texts as PostgreSQL writes them, or its error. */
export type SqlAnswer = { readonly rows: readonly (readonly (string | null)[])[] } | { readonly error: string };

/** How statements are run. */
export interface SqlRunOptions {
  /**
   * Run in the transaction of each statement before it, and rolled back with it: what lets more be read. @default nothing
   */
  readonly before?: string;
}

/** Runs statements that only read, each for itself, in UTC and with ISO times. */
export interface SqlRunner {
  /** How it connects, in words: `from this machine`. */
  readonly way: string;
  /** @throws an error when the server can't be connected to */
  run(target: SqlTarget, statements: readonly string[], options?: SqlRunOptions): Promise<readonly SqlAnswer[]>;
  /** Removes what running needed. */
  close(): Promise<void>;
}

/**
 * What every connection begins with: nothing is changed, nothing takes for ever, times are comparable, and row-level
 * security that would hide rows is an error instead.
 */
export const SQL_SETTINGS = [
  'set default_transaction_read_only = on',
  "set statement_timeout = '120s'",
  "set timezone = 'UTC'",
  "set datestyle = 'ISO'",
  'set row_security = off',
] as const;

/** Connects from this machine, which is how the databases of the sandbox are reached. */
export class DirectSql implements SqlRunner {
  readonly way = 'from this machine';

  async run(target: SqlTarget, statements: readonly string[], { before }: SqlRunOptions = {}): Promise<SqlAnswer[]> {
    const { default: pg } = await import('pg');
    const { host, port, database, user, password, tls = false } = target;
    const client = new pg.Client({
      ...{ host, port, database, user, password },
      connectionTimeoutMillis: 10_000,
      ssl: tls ? { rejectUnauthorized: false } : false,
      // As text: what PostgreSQL writes is compared, not what JavaScript makes of it.
      types: { getTypeParser: () => (value: string) => value } as never,
    });
    // A server that goes away between two statements tells it here too; the statement's own error is the one that counts.
    client.on('error', () => undefined);
    await client.connect();
    try {
      for (const setting of SQL_SETTINGS) await client.query(setting);
      const answers: SqlAnswer[] = [];
      for (const text of statements) {
        const asked = async () => {
          if (before)
            for (const each of ['begin read write', before, 'set transaction read only']) await client.query(each);
          return client.query<(string | null)[]>({ text, rowMode: 'array' });
        };
        answers.push(
          await asked().then(
            ({ rows }) => ({ rows }),
            (error: Error) => ({ error: error.message }),
          ),
        );
        if (before) await client.query('rollback').catch(() => undefined); // a connection that is gone kept nothing
      }
      return answers;
    } finally {
      await client.end();
    }
  }

  async close(): Promise<void> {}
}
