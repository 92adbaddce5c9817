import { BacklotError } from '../../../modules/values/backlot-error.js';

/** Words that names of secrets are made of. */
const NAMES =
  /(^|_|-)(secret|token|password|passwd|pwd|pass|credential|credentials|auth|authorization|private_?key|api_?key|access_?key|signing_?key|npmrc|netrc)($|_|-|s$)|(secret|token|password|apikey|privatekey|accesskey)$/i;

/** What secrets themselves look like: keys of AWS, tokens of GitHub, private keys, JSON web tokens. */
const VALUES = /(AKIA|ASIA)[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{20,}|-----BEGIN [A-Z ]*PRIVATE KEY|eyJ[\w-]{8,}\.eyJ/;

/**
 * Refuses build arguments that are secrets: they stay in the history of the image, where everybody who pulls it reads them.
 *
 * @throws BacklotError `SecretBuildArgument` (exit code 3); the value isn't repeated.
 */
export function assertNoSecrets(buildArgs: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(buildArgs)) {
    if (!/^[A-Za-z_][A-Za-z0-9_.-]*$/.test(name)) {
      throw new BacklotError({
        code: 'InvalidBuildArgument',
        message: `a build argument is NAME=VALUE, and '${name.slice(0, 40)}' is no name`,
        exitCode: 3,
      });
    }
    const looks = NAMES.test(name) ? 'its name says' : VALUES.test(value) ? 'its value looks like one' : undefined;
    if (!looks) continue;
    throw new BacklotError({
      code: 'SecretBuildArgument',
      message: `build argument ${name} is a secret (${looks}), and build arguments stay in the image for all to read`,
      exitCode: 3,
      hints: [`mount a file while the step runs: --secret id=${name.toLowerCase()},src=FILE`],
      details: { argument: name },
    });
  }
}
