import { type Environment, firstName } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { shell } from '../../../modules/values/shell-quoted.js';
import { databaseIdentifier } from '../../../stacks/database-identifier.js';
import { ResourceNames } from '../../../stacks/resource-names.js';
import { unknownName } from '../../kernel/unknown-name.js';
import type { Cloud } from '../../session/cloud/index.js';
import type { SecretStore, StoredSecret } from './secret-store.js';

/** Opens the environment's Secrets Manager. */
export async function openSecrets(cloud: Cloud): Promise<SecretStore> {
  const sdk = await import('@aws-sdk/client-secrets-manager');
  const { SecretsManagerStore } = await import('./secrets-manager.js');
  return new SecretsManagerStore(sdk, new sdk.SecretsManagerClient(cloud.settingsFor('secretsmanager')));
}

/** Name in Secrets Manager of a declared secret: `/backlot/prod/api-token-key`. */
export function secretPath(environment: Environment, secret: string): string {
  return new ResourceNames(environment).path(firstName(secret, environment.secrets?.[secret]));
}

/** What a declared secret is. @throws BacklotError `UnknownSecret` naming those that there are. */
export function declaredSecret(environment: Environment, secret: string) {
  const { id, secrets = {} } = environment;
  const declared = secrets[secret];
  if (declared) return declared;
  const known = Object.keys(secrets);
  const managed = /^rds\/(.+)$/.exec(secret)?.[1];
  if (managed && environment.data?.postgres[managed]) {
    throw new BacklotError({
      code: 'ManagedByRds',
      message: `${secret} is the password of the first user of '${managed}': RDS makes, keeps and rotates it, and no service uses it (they log in with IAM)`,
      exitCode: 3,
      actions: [
        shell`aws rds modify-db-instance --db-instance-identifier ${databaseIdentifier(environment, managed)} --rotate-master-user-password --apply-immediately`,
      ],
    });
  }
  throw unknownName({
    code: 'UnknownSecret',
    given: secret,
    known,
    message: `'${id}' has no secret '${secret}'; ${known.length > 0 ? `declared: ${known.join(', ')}` : 'it declares none'}`,
    actions: [`backlot secrets list ${id}`],
    details: { secret, known },
  });
}

/** What the store says of a declared secret. @throws BacklotError `SecretMissing` when the stack was not applied. */
export async function storedSecret(
  environment: Environment,
  secret: string,
  store: SecretStore,
): Promise<StoredSecret> {
  const name = secretPath(environment, secret);
  const found = await store.describe(name);
  if (found) return found;
  throw new BacklotError({
    code: 'SecretMissing',
    message: `secret '${secret}' is declared, but ${name} is not in Secrets Manager: the stack 'secrets' of '${environment.id}' isn't applied`,
    actions: [`backlot deploy ${environment.id} --stack secrets`],
    details: { secret, name },
  });
}
