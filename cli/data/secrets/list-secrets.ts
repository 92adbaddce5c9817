import type { Environment } from '../../../environments/model/index.js';
import { databaseIdentifier } from '../../../stacks/database-identifier.js';
import { declaredConsumers } from './find-consumers.js';
import { secretPath } from './open-secrets.js';
import type { StoredSecret } from './secret-store.js';
import type { SecretsOptions } from './secrets-options.js';
import type { SecretInfo, SecretsListResult } from './secrets-result.js';
import { begunPhases, CURRENT, OLD, PENDING, versionWith } from './stages.js';
import { type SecretsSession, withSecrets } from './with-secrets.js';

/**
 * Tells what is known of each declared secret, and of those that RDS keeps for databases: never a value.
 *
 * @throws BacklotError `SandboxDown` and what opening AWS throws.
 */
export async function listSecrets(environment: Environment, options: SecretsOptions = {}): Promise<SecretsListResult> {
  return withSecrets(environment, options, async (session) => {
    const now = Date.now();
    const declared = Object.keys(environment.secrets ?? {}).map(async (secret) => {
      const name = secretPath(environment, secret);
      return declaredInfo(environment, secret, name, await session.store.describe(name), now);
    });
    const secrets = await Promise.all([...declared, ...managedInfos(environment, session, now)]);
    return { environment: environment.id, secrets };
  });
}

function declaredInfo(
  environment: Environment,
  secret: string,
  name: string,
  stored: StoredSecret | undefined,
  now: number,
): SecretInfo {
  const { rotateEvery, rotation = 'random' } = environment.secrets?.[secret] ?? {};
  const byHand = rotation === 'random' ? 'by hand' : `${rotation}, by hand`;
  return {
    secret,
    name,
    managedBy: 'backlot',
    ...versionInfo(stored, now),
    rotation: rotateEvery ? `every ${rotateEvery}, by AWS` : byHand,
    underWay: rotationUnderWay(stored),
    consumers: declaredConsumers(environment, secret).length,
  };
}

function versionInfo(stored: StoredSecret | undefined, now: number): Partial<SecretInfo> {
  if (!stored) return {};
  const current = versionWith(stored, CURRENT);
  const created = current?.createdAt;
  return {
    set: current !== undefined,
    version: current?.id,
    ageSeconds: created === undefined ? undefined : Math.max(0, Math.round((now - Date.parse(created)) / 1000)),
  };
}

/** A rotation that stands somewhere, in one line. */
export function rotationUnderWay(stored: StoredSecret | undefined): string | undefined {
  const phase = begunPhases(stored).at(-1);
  const current = versionWith(stored, CURRENT);
  const old = versionWith(stored, OLD);
  if (phase && old && old.id !== current?.id) return `at '${phase}': two versions are valid`;
  if (phase) return `at '${phase}'`;
  const pending = versionWith(stored, PENDING);
  return pending && pending.id !== current?.id ? 'by AWS itself' : undefined;
}

/** The password of the first user of each database, which RDS makes and rotates. */
function managedInfos(environment: Environment, session: SecretsSession, now: number): Promise<SecretInfo>[] {
  return Object.keys(environment.data?.postgres ?? {}).map(async (database) => {
    const arn = await masterSecret(environment, session, database);
    const stored = arn === undefined ? undefined : await session.store.describe(arn);
    return {
      secret: `rds/${database}`,
      name: stored?.name ?? '',
      managedBy: 'rds' as const,
      ...versionInfo(stored, now),
      // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
      rotation: `every ${stored?.schedule ?? '7d'}, by RDS`,
      underWay: rotationUnderWay(stored),
      consumers: 0,
    };
  });
}

/** ARN of the secret that RDS keeps; undefined where there is no such database yet. */
async function masterSecret(
  environment: Environment,
  { cloud }: SecretsSession,
  database: string,
): Promise<string | undefined> {
  const { DescribeDBInstancesCommand, RDSClient } = await import('@aws-sdk/client-rds');
  const client = new RDSClient(cloud.settingsFor('rds'));
  try {
    const DBInstanceIdentifier = databaseIdentifier(environment, database);
    const { DBInstances = [] } = await client.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier }));
    return DBInstances[0]?.MasterUserSecret?.SecretArn;
  } catch (error) {
    if (/DBInstanceNotFound/.test((error as Error).name)) return undefined;
    throw error;
  } finally {
    client.destroy();
  }
}
