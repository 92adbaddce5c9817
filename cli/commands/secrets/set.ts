import { Flags } from '@oclif/core';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { durationFlag } from '../../base-command/duration-flag.js';
import { approvalFlags, askApproval, EnvironmentCommand, requireAnswers } from '../../base-command/index.js';
import { requireSecretName, secretArgs, secretChangeFlags } from '../../base-command/secret-args.js';
import { readSecretValue, refuseExposedValue } from '../../base-command/secret-value.js';
import type { SecretSetResult } from '../../data/secrets/index.js';
import { environmentLine } from '../../terminal/environment-line.js';
import { setText } from '../../terminal/secrets-text.js';

/** Sets the value of a secret. */
export default class SecretsSet extends EnvironmentCommand<SecretSetResult> {
  static override summary = 'Set the value of a secret; it is read from stdin, and never shown.';
  static override description =
    'On a terminal it is asked for and not shown. One newline at the end is taken off. The value before stays as AWSPREVIOUS; the same value again makes no new version. Pods go on with the old one until they are rolled out.';
  static override examples = [
    '<%= config.bin %> secrets set dev webhook-key',
    '<%= config.bin %> secrets set prod webhook-key --rollout --yes --confirm=prod < value.txt',
    {
      description: 'One field of a value that is a JSON object',
      command: '<%= config.bin %> secrets set dev partner --key password',
    },
  ];
  static override args = secretArgs;
  /** What is too much on the command line may be a value: oclif's error would repeat it. */
  static override strict = false;
  static override flags = {
    key: Flags.string({
      env: 'BACKLOT_KEY',
      helpValue: 'FIELD',
      description: 'Only this field of a value that is a JSON object.',
    }),
    rollout: Flags.boolean({ env: 'BACKLOT_ROLLOUT', description: 'Move the consumers to the new value at once.' }),
    value: Flags.string({ hidden: true, description: 'Refused: values are read from stdin only.' }),
    ...secretChangeFlags,
    ...approvalFlags,
  };

  async run(): Promise<SecretSetResult> {
    const { args, argv, flags } = await this.parse(SecretsSet);
    const base = `backlot secrets set`;
    const [named, pasted] = (args.secret ?? '').split(/=(.*)/s);
    const command = `${base} ${args.environment ?? 'ENV'} ${named || 'NAME'}`;
    refuseExposedValue([flags.value, pasted, ...(argv.slice(2) as string[])], this.terminal, command);
    const environment = await this.environment(args.environment);
    const secret = requireSecretName(named, environment, base);
    // Before a value is asked for, and consent to use it.
    await this.operations.declaredSecret(environment, secret);
    const question = { verb: 'secrets set', environment, answers: flags };
    requireAnswers(question, this.terminal, this.wants.events);
    const field = flags.key ? `, field ${flags.key}` : '';
    const value = await readSecretValue(this.terminal, `Value of ${secret}${field} (not shown):`, command);
    const rollout = flags.rollout ? ', and its consumers will be rolled out' : '; its consumers keep the old value';
    const text = `${environmentLine(environment, this.paint('stderr'))}\n\nThe secret ${secret}${field} will get a new value${rollout}.`;
    if (!(await askApproval(question, text, this.terminal, this.view))) {
      throw new BacklotError({ code: 'Declined', message: 'cancelled; nothing was changed' });
    }
    const result = await this.operations.setSecret(environment, secret, value, {
      progress: this.view,
      key: flags.key,
      rollout: flags.rollout,
      context: flags.context,
      timeoutMs: durationFlag('timeout', flags.timeout),
      lockTimeoutMs: durationFlag('lock-timeout', flags['lock-timeout']),
    });
    this.print(setText(result, { width: this.tableWidth, paint: this.paint() }));
    return result;
  }
}
