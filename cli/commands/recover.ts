import { Args } from '@oclif/core';
import { durationFlag } from '../base-command/duration-flag.js';
import { environmentArg } from '../base-command/flags.js';
import { approvalFlags, askApproval, EnvironmentCommand, lockFlag, requireAnswers } from '../base-command/index.js';
import type { RecoverResult } from '../data/recover/index.js';
import { environmentLine } from '../terminal/environment-line.js';
import { recoverText } from '../terminal/recover-text.js';

/** Takes back what waits for its deletion. */
export default class Recover extends EnvironmentCommand<RecoverResult> {
  static override summary =
    'Tell what was deleted or disabled outside and can be taken back, and take it back by name.';
  static override description =
    'A key or a secret that waits for its deletion, and a key that was disabled, are taken back as they were: nothing that hangs on them is replaced. A key that a deploy or a destroy deleted is called by its id, as no state has it: what is encrypted with it can be read again. What another command brings back is named with it. Without names it only tells.';
  static override examples = ['<%= config.bin %> recover prod', '<%= config.bin %> recover prod keys.data'];
  static override strict = false;
  static override args = {
    ...environmentArg,
    name: Args.string({
      ignoreStdin: true,
      description: 'What to take back, such as keys.data; more names may follow.',
    }),
  };
  static override flags = { ...approvalFlags, ...lockFlag };

  async run(): Promise<RecoverResult> {
    const { argv, flags } = await this.parse(Recover);
    const [given, ...names] = argv as string[];
    const environment = await this.environment(given);
    const question = { verb: 'recover', environment, answers: flags };
    const result = await this.operations.recover(environment, {
      progress: this.view,
      names,
      lockTimeoutMs: durationFlag('lock-timeout', flags['lock-timeout']),
      // Only now: a name that is wrong is told before anybody is asked for consent.
      approve: async (things) => {
        requireAnswers(question, this.terminal, this.wants.events);
        const paint = this.paint('stderr');
        const text = `${environmentLine(environment, paint)}\n\n${recoverText({ environment: environment.id, things }, paint)}`;
        return askApproval(question, text, this.terminal, this.view);
      },
    });
    this.print(recoverText(result, this.paint()));
    if (result.things.some(({ outcome }) => outcome === 'failed' || outcome === 'elsewhere')) this.exitWith(1);
    return result;
  }
}
