import { Flags } from '@oclif/core';
import type { Environment } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { durationFlag } from '../../base-command/duration-flag.js';
import { approvalFlags, askApproval, EnvironmentCommand, requireAnswers } from '../../base-command/index.js';
import { requireSecretName, secretArgs, secretChangeFlags } from '../../base-command/secret-args.js';
import { readSecretValue } from '../../base-command/secret-value.js';
import type { RotationResult } from '../../data/secrets/index.js';
import { environmentLine } from '../../terminal/environment-line.js';
import { rotationText } from '../../terminal/secrets-text.js';

/** Rotates a secret without an outage. */
export default class SecretsRotate extends EnvironmentCommand<RotationResult> {
  static override summary = 'Rotate a secret: the old credential ends only after every pod runs with the new one.';
  static override description =
    'Makes a new credential beside the old one, tries it, makes it the current one, moves the consumers one after the other, and only then invalidates the old one. Run it again after any end: it goes on where it stopped. A consumer that does not get ready stops it, and the old credential stays valid.';
  static override examples = [
    '<%= config.bin %> secrets rotate prod api-token-key',
    {
      description: 'A token that somebody else issues',
      command: '<%= config.bin %> secrets rotate prod partner-token --stdin --yes --confirm=prod < token.txt',
    },
    '<%= config.bin %> secrets rotate prod api-token-key --abort',
  ];
  static override args = secretArgs;
  static override flags = {
    stdin: Flags.boolean({
      exclusive: ['abort', 'rollout-only'],
      description: 'The new value was made elsewhere: read it from stdin, or ask for it.',
    }),
    abort: Flags.boolean({
      exclusive: ['rollout-only'],
      description: 'Go back to the version before, as long as its credential is valid.',
    }),
    'rollout-only': Flags.boolean({ description: 'Make no new value: move the consumers to the current one.' }),
    ...secretChangeFlags,
    ...approvalFlags,
  };

  async run(): Promise<RotationResult> {
    const { args, flags } = await this.parse(SecretsRotate);
    const environment = await this.environment(args.environment);
    const base = `backlot secrets rotate`;
    const secret = requireSecretName(args.secret, environment, base);
    // Before a value is asked for, and consent to use it.
    await this.operations.declaredSecret(environment, secret);
    const question = { verb: 'secrets rotate', environment, answers: flags };
    requireAnswers(question, this.terminal, this.wants.events);
    const command = `${base} ${environment.id} ${secret} --stdin`;
    const given = flags.stdin
      ? await readSecretValue(this.terminal, `New value of ${secret} (not shown):`, command)
      : undefined;
    const text = `${environmentLine(environment, this.paint('stderr'))}\n\n${whatHappens(environment, secret, flags)}`;
    if (!(await askApproval(question, text, this.terminal, this.view))) {
      throw new BacklotError({ code: 'Declined', message: 'cancelled; nothing was changed' });
    }
    const result = await this.operations.rotateSecret(environment, secret, {
      progress: this.view,
      given,
      abort: flags.abort,
      rolloutOnly: flags['rollout-only'],
      context: flags.context,
      timeoutMs: durationFlag('timeout', flags.timeout),
      lockTimeoutMs: durationFlag('lock-timeout', flags['lock-timeout']),
    });
    this.print(rotationText(result, { width: this.tableWidth, paint: this.paint() }));
    return result;
  }
}

function whatHappens(
  { services }: Environment,
  secret: string,
  flags: { readonly abort?: boolean; readonly 'rollout-only'?: boolean },
): string {
  const names = Object.entries(services).flatMap(([name, { needs }]) =>
    needs.some((need) => need.split(':')[0] === secret) ? [name] : [],
  );
  const pods = names.length > 0 ? `pods of ${names.join(', ')}` : 'no pods';
  if (flags.abort) return `${secret} goes back to its version before; ${pods} will be replaced.`;
  if (flags['rollout-only']) return `${secret} keeps its value; ${pods} that have an old one will be replaced.`;
  return `${secret} will get a new credential; ${pods} will be replaced, then the old credential is invalidated.`;
}
