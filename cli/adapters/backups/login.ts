import { ifThere } from './aws-errors.js';
import type { Clients } from './clients.js';
import type { Store } from './store.js';

/** User and password of a secret as RDS keeps it; undefined when there is no such secret. */
export async function secretLogin(
  clients: Clients,
  secretArn: string | undefined,
): Promise<{ readonly user: string; readonly password: string } | undefined> {
  if (!secretArn) return undefined;
  const secrets = await clients.secrets();
  const value = await ifThere(secrets.getSecretValue({ SecretId: secretArn }));
  if (!value?.SecretString) return undefined;
  const { username, password } = JSON.parse(value.SecretString) as { username?: string; password?: string };
  return username && password ? { user: username, password } : undefined;
}

/** The secret that Terraform's state names for a database. */
export function stateSecret({ attributes = {} }: Store): string | undefined {
  const [secret] = (attributes.master_user_secret ?? []) as readonly { readonly secret_arn?: string }[];
  return secret?.secret_arn;
}
