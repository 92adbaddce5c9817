import { Args, Flags } from '@oclif/core';
import type { Environment } from '../../environments/model/index.js';
import { BacklotError } from '../../modules/values/backlot-error.js';
import { contextFlag, environmentArg, lockFlag } from './flags.js';

/** The secret that a command works on. */
export const secretArgs = {
  ...environmentArg,
  secret: Args.string({
    ignoreStdin: true,
    description: "Name of a secret of the environment's file, as `secrets list` shows it.",
  }),
};

/** Flags of commands that move the consumers of a secret. */
export const secretChangeFlags = {
  timeout: Flags.string({
    env: 'BACKLOT_TIMEOUT',
    helpValue: 'DURATION',
    description: 'How long consumers may take, all in all. Default: 15m.',
  }),
  ...lockFlag,
  ...contextFlag,
};

/** @throws BacklotError `SecretNotNamed` */
export function requireSecretName(
  secret: string | undefined,
  { id: environment, secrets = {} }: Pick<Environment, 'id' | 'secrets'>,
  command: string,
): string {
  if (secret) return secret;
  const known = Object.keys(secrets);
  throw new BacklotError({
    code: 'SecretNotNamed',
    message: 'name the environment and the secret',
    exitCode: 3,
    actions:
      known.length > 0
        ? known.map((name) => `${command} ${environment} ${name}`)
        : [`backlot secrets list ${environment}`],
  });
}
