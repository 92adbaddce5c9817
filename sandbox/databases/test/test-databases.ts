import { setTimeout as delay } from 'node:timers/promises';
import { type DBInstance, RDS } from '@aws-sdk/client-rds';
import { SecretsManager } from '@aws-sdk/client-secrets-manager';
import pg from 'pg';
import { type EmulatorHandle, ensureEmulator, stopEmulator } from '../../aws/emulator/index.js';
import { TemporaryMachine } from '../../tools/test/temporary-machine.js';

/** How to connect. @default user `app`, password `first-password`, the instance's own database */
export interface Login {
  readonly user?: string;
  readonly password?: string;
  readonly database?: string;
  readonly ssl?: pg.ClientConfig['ssl'];
}

/** A sandbox of a test's own, seen by clients that know nothing of it. */
export class TestDatabases {
  private constructor(
    readonly machine: TemporaryMachine,
    readonly emulator: EmulatorHandle,
  ) {}

  static async start(): Promise<TestDatabases> {
    const machine = await TemporaryMachine.create({ cache: 'shared' });
    return new TestDatabases(machine, await ensureEmulator());
  }

  async dispose(): Promise<void> {
    await stopEmulator();
    await this.machine.dispose();
  }

  get rds(): RDS {
    return new RDS(this.client());
  }

  get secrets(): SecretsManager {
    return new SecretsManager(this.client());
  }

  /** Makes an instance as anybody would, and waits until it can be used. */
  async create(identifier: string, more: object = {}): Promise<DBInstance> {
    await this.rds.createDBInstance({
      DBInstanceIdentifier: identifier,
      Engine: 'postgres',
      DBInstanceClass: 'db.t4g.micro',
      AllocatedStorage: 20,
      BackupRetentionPeriod: 7,
      DBName: 'movies',
      MasterUsername: 'app',
      ...('ManageMasterUserPassword' in more ? {} : { MasterUserPassword: 'first-password' }),
      ...more,
    });
    return this.available(identifier);
  }

  async described(identifier: string): Promise<DBInstance> {
    const { DBInstances = [] } = await this.rds.describeDBInstances({ DBInstanceIdentifier: identifier });
    return DBInstances[0] as DBInstance;
  }

  async available(identifier: string): Promise<DBInstance> {
    return eventually(`'${identifier}' to be available`, async () => {
      const found = await this.described(identifier);
      if (found.DBInstanceStatus === 'failed') throw new Error(`'${identifier}' failed`);
      return found.DBInstanceStatus === 'available' ? found : undefined;
    });
  }

  async snapshot(identifier: string, name: string): Promise<void> {
    await this.rds.createDBSnapshot({ DBInstanceIdentifier: identifier, DBSnapshotIdentifier: name });
    await eventually(`snapshot '${name}'`, async () => {
      const { DBSnapshots = [] } = await this.rds.describeDBSnapshots({ DBSnapshotIdentifier: name });
      return DBSnapshots[0]?.Status === 'available' || undefined;
    });
  }

  private client() {
    return {
      endpoint: this.emulator.endpoint,
      region: 'eu-west-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      maxAttempts: 1,
    };
  }
}

/** Rows of some statements, sent as one. */
export async function query<Row extends object>(to: DBInstance, statements: string, login: Login = {}): Promise<Row[]> {
  const { user = 'app', password = 'first-password', database = to.DBName, ssl } = login;
  const client = new pg.Client({ host: to.Endpoint?.Address, port: to.Endpoint?.Port, user, password, database, ssl });
  await client.connect();
  try {
    const results = await client.query(statements);
    return (Array.isArray(results) ? results.at(-1) : results).rows;
  } finally {
    await client.end();
  }
}

export async function countFilms(instance: DBInstance, login?: Login): Promise<number> {
  const [row] = await query<{ films: number }>(instance, 'SELECT count(*)::int AS films FROM films', login);
  return row?.films ?? -1;
}

/** `CREATE TABLE films` with so many rows. */
export const films = (count: number) =>
  `CREATE TABLE films (id int PRIMARY KEY); INSERT INTO films SELECT generate_series(1, ${count})`;

/** Asks until the answer is not undefined. @throws Error after a minute. */
export async function eventually<T>(what: string, probe: () => Promise<T | undefined>): Promise<T> {
  const deadline = performance.now() + 60_000;
  for (;;) {
    const found = await probe();
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error(`waited for ${what} in vain`);
    await delay(50);
  }
}
