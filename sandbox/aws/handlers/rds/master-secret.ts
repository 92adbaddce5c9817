import { createHash } from 'node:crypto';
import type { ApiObject, Attributes, Context } from '../contract.js';

/** RDS leaves these out of the passwords that it makes. */
const UNUSABLE = '/@" \\\'';

/**
 * Makes the secret that RDS keeps a master password in, and returns the password. The emulator does this for clusters
 * only; for instances, the provider does it in its place. An existing secret gets another password.
 */
export async function makeMasterSecret(state: Attributes, context: Context): Promise<string> {
  const { call, find } = context;
  const { RandomPassword } = await call('secretsmanager:GetRandomPassword', {
    PasswordLength: 28,
    ExcludeCharacters: UNUSABLE,
  });
  const SecretId = secretName(state, context);
  const SecretString = JSON.stringify({ username: state.username, password: RandomPassword });
  const KmsKeyId = state.master_user_secret_kms_key_id || undefined;
  if (await find('secretsmanager:DescribeSecret', { SecretId })) {
    await call('secretsmanager:UpdateSecret', { SecretId, SecretString, KmsKeyId });
  } else {
    await call('secretsmanager:CreateSecret', {
      Name: SecretId,
      SecretString,
      KmsKeyId,
      Description: `The secret associated with the primary RDS DB instance: ${arnOf(state, context)}`,
      Tags: [
        { Key: 'aws:secretsmanager:owningService', Value: 'rds' },
        { Key: 'aws:rds:primaryDBInstanceArn', Value: arnOf(state, context) },
      ],
    });
  }
  return RandomPassword;
}

/** What the state says of the secret: one that is gone is no longer managed. */
export async function readMasterSecret(state: Attributes, context: Context): Promise<Attributes> {
  const secret = await findSecret(state, context);
  if (!secret) return { manage_master_user_password: null, master_user_secret: [] };
  return {
    manage_master_user_password: true,
    master_user_secret_kms_key_id: secret.KmsKeyId ?? null,
    master_user_secret: [{ kms_key_id: secret.KmsKeyId ?? null, secret_arn: secret.ARN, secret_status: 'active' }],
  };
}

/** Makes the secret, changes its key, or removes it, after the declaration. */
export async function renewMasterSecret(state: Attributes, context: Context): Promise<void> {
  if (!state.manage_master_user_password) return removeMasterSecret(state, context);
  if (context.changed.has('manage_master_user_password')) {
    const MasterUserPassword = await makeMasterSecret(state, context);
    const input = { DBInstanceIdentifier: state.identifier, ApplyImmediately: true, MasterUserPassword };
    await context.call('ModifyDBInstance', input);
    return;
  }
  const KmsKeyId = state.master_user_secret_kms_key_id;
  await context.call('secretsmanager:UpdateSecret', { SecretId: secretName(state, context), KmsKeyId });
}

/** Deletes the secret at once, as RDS does with its instance. */
export async function removeMasterSecret(state: Attributes, context: Context): Promise<void> {
  if (!(await findSecret(state, context))) return;
  const input = { SecretId: secretName(state, context), ForceDeleteWithoutRecovery: true };
  await context.call('secretsmanager:DeleteSecret', input);
}

async function findSecret(state: Attributes, context: Context): Promise<ApiObject | undefined> {
  const secret = await context.find('secretsmanager:DescribeSecret', { SecretId: secretName(state, context) });
  return secret?.DeletedDate ? undefined : secret;
}

/** Named as RDS does it, by an id that follows from the instance. */
function secretName(state: Attributes, context: Context): string {
  const digest = createHash('sha256').update(arnOf(state, context)).digest('hex');
  const parts = [digest.slice(0, 8), digest.slice(8, 12), digest.slice(12, 16), digest.slice(16, 20)];
  return `rds!db-${parts.join('-')}-${digest.slice(20, 32)}`;
}

function arnOf(state: Attributes, { partition, region, account }: Context): string {
  return `arn:${partition}:rds:${region}:${account}:db:${state.identifier}`;
}
