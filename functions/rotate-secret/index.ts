import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { type RotationEvent, rotateSecret } from './rotate-secret.js';

const client = new SecretsManagerClient({});

/** Called by Secrets Manager once for each step of a rotation. */
export async function handler(event: RotationEvent): Promise<void> {
  await rotateSecret(client, event);
}
