import { randomBytes } from 'node:crypto';
import type { Attributes, Context } from '../contract.js';

/**
 * RDS keeps a managed master password in Secrets Manager. The emulator does not, so its part is played here: the secret is
 * real, the password is made on the spot, and neither plan nor state sees it.
 *
 * @returns an element of `master_user_secret`.
 */
export async function makeMasterSecret(state: Attributes, { call }: Context): Promise<Attributes> {
  const password = randomBytes(24).toString('base64url');
  const { ARN } = await call('secretsmanager:CreateSecret', {
    Name: secretName(state),
    Description: `Master password of ${state.identifier}, managed by RDS`,
    KmsKeyId: state.master_user_secret_kms_key_id ?? undefined,
    SecretString: JSON.stringify({ username: state.username, password }),
    Tags: [{ Key: 'aws:rds:primaryDBInstanceArn', Value: String(state.identifier) }],
  });
  return { secret_arn: ARN, secret_status: 'active', kms_key_id: state.master_user_secret_kms_key_id ?? '' };
}

/** Removes the secret with its instance, at once, as RDS does. */
export async function removeMasterSecret(state: Attributes, { find }: Context): Promise<void> {
  const arn = state.master_user_secret?.[0]?.secret_arn;
  if (arn) await find('secretsmanager:DeleteSecret', { SecretId: arn, ForceDeleteWithoutRecovery: true });
}

function secretName(state: Attributes): string {
  return `rds!${String(state.resource_id ?? state.identifier).toLowerCase()}`;
}
