import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Check } from '../check.js';

/** Variables by which the AWS SDK finds credentials, in its order. */
const VARIABLES = [
  'AWS_ACCESS_KEY_ID',
  'AWS_PROFILE',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
] as const;

/**
 * Whether there seem to be AWS credentials, which only real environments need. Looks at names only: nothing is read,
 * and nobody is called, so it cannot say whether they are good.
 */
export function checkAwsCredentials(env: NodeJS.ProcessEnv = process.env): Check {
  const check = { id: 'aws-credentials', title: 'AWS credentials (real environments only)' };
  const variable = VARIABLES.find((name) => env[name]);
  if (variable) return { ...check, status: 'ok', source: variable, detail: 'there; not tried' };
  const files = [
    env.AWS_SHARED_CREDENTIALS_FILE ?? join(homedir(), '.aws', 'credentials'),
    env.AWS_CONFIG_FILE ?? join(homedir(), '.aws', 'config'),
  ];
  const path = files.find(existsSync);
  if (path) return { ...check, status: 'ok', source: 'file', path, detail: 'there; not tried' };
  return { ...check, status: 'warning', detail: 'none; the sandbox needs none' };
}
