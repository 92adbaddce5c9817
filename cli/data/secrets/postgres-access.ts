import type { ClientConfig } from 'pg';

/** Where a PostgreSQL is, and who may change its users. */
export interface PostgresAccess {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly ssl: ClientConfig['ssl'];
  readonly admin: { readonly user: string; readonly password: string };
}
