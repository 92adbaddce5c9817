import { BacklotError } from '../../../modules/values/backlot-error.js';
import { shell } from '../../../modules/values/shell-quoted.js';
import { databaseIdentifier } from '../../../stacks/database-identifier.js';
import type { Issuer } from './issuer.js';
import type { IssuerChoice } from './issuer-choice.js';
import { readLogin, requireLogin } from './login.js';
import type { PostgresAccess } from './postgres-access.js';
import { PostgresServer } from './postgres-server.js';
import { randomText } from './random-text.js';

/**
 * Two users take turns: the one that nobody uses gets a new password, and the other one's is taken away once nobody uses it
 * any more. https://docs.aws.amazon.com/secretsmanager/latest/userguide/getting-started.html#rotation-strategy
 */
export async function postgresIssuer(choice: IssuerChoice): Promise<Issuer> {
  const { declared } = choice;
  const [first = '', second = ''] = declared.users ?? [];
  return alternatingUsers([first, second], declared.length, new PostgresServer(await postgresAccess(choice)));
}

/** The same over a server that is given. */
export function alternatingUsers(
  [first, second]: readonly [string, string],
  length: number,
  server: PostgresServer,
): Issuer {
  return {
    strategy: 'postgres-users',
    propose: async (current) => {
      const username = readLogin(current)?.username === first ? second : first;
      return JSON.stringify({ username, password: randomText(Math.min(length, 128)) });
    },
    issue: async (value) => {
      const login = requireLogin(value, 'the new version');
      // The second one may do what the first one may, by being a member of it.
      await server.setPassword(login, login.username === second ? first : undefined);
    },
    test: async (value) => {
      const { username, password } = requireLogin(value, 'the new version');
      await server.logIn(username, password);
      return `logged in as ${username}`;
    },
    retire: async (old, current) => {
      const before = readLogin(old)?.username;
      if (!before || before === requireLogin(current, 'the current version').username) return 'no user was before it';
      const sessions = await server.sessionsOf(before);
      if (sessions.length > 0) throw stillInUse(before, sessions);
      await server.clearPassword(before);
      return `the password of ${before} is gone; the server saw no session of it`;
    },
  };
}

/** Asks RDS where the database is and takes its own login from the secret that RDS keeps. */
async function postgresAccess({ declared, environment, session }: IssuerChoice): Promise<PostgresAccess> {
  const { cloud, store } = session;
  const name = declared.of ?? '';
  const identifier = databaseIdentifier(environment, name);
  const { DescribeDBInstancesCommand, RDSClient } = await import('@aws-sdk/client-rds');
  const client = new RDSClient(cloud.settingsFor('rds'));
  try {
    const { DBInstances: [instance] = [] } = await client.send(
      new DescribeDBInstancesCommand({ DBInstanceIdentifier: identifier }),
    );
    const { DBName, Endpoint, MasterUserSecret } = instance ?? {};
    const arn = MasterUserSecret?.SecretArn;
    const kept = arn ? await store.describe(arn) : undefined;
    const version = kept?.versions.find(({ stages }) => stages.includes('AWSCURRENT'));
    if (!Endpoint?.Address || !kept || !version) throw noAdmin(name, identifier);
    const admin = requireLogin(await store.read(kept.arn, version.id), 'the secret that RDS keeps');
    return {
      host: Endpoint.Address,
      port: Endpoint.Port ?? 5432,
      database: DBName ?? 'postgres',
      // The emulator's server is on this machine and has no certificate.
      ssl: cloud.target === 'sandbox' ? false : { rejectUnauthorized: true },
      admin: { user: admin.username, password: admin.password },
    };
  } finally {
    client.destroy();
  }
}

function noAdmin(name: string, identifier: string): BacklotError {
  return new BacklotError({
    code: 'NoDatabaseAdmin',
    message: `RDS says no address or no login of the first user of '${name}' (${identifier})`,
    actions: [shell`aws rds describe-db-instances --db-instance-identifier ${identifier}`],
  });
}

function stillInUse(user: string, sessions: readonly string[]): BacklotError {
  const count = sessions.length === 1 ? '1 session' : `${sessions.length} sessions`;
  return new BacklotError({
    code: 'StillInUse',
    message: `the server still has ${count} of user '${user}' (from ${[...new Set(sessions)].join(', ')}): somebody who is no declared consumer uses it; the old credential stays valid`,
    hints: ['find out who that is and move it, then run the rotation again: it goes on here'],
    details: { user, sessions: sessions.length },
  });
}
