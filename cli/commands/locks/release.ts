import { Flags } from '@oclif/core';
import { approvalFlags, askApproval, EnvironmentCommand, requireAnswers } from '../../base-command/index.js';
import type { LockInfo } from '../../running/locks/index.js';
import { environmentLine } from '../../terminal/environment-line.js';

/** Takes a dead holder's lock away. */
export default class LocksRelease extends EnvironmentCommand<LockInfo> {
  static override summary = 'Take away the lock of somebody who is dead.';
  static override description =
    "The lock of an environment ends by itself when its holder dies; this is for those who can't wait, and for the locks of states that a killed Terraform left behind. A lock of somebody alive is never taken.";
  static override examples = ['<%= config.bin %> locks release prod --lock 6d1f0e4e-6f0c-4c0e-9d6a-2f3b6a1c0d11'];
  static override flags = {
    lock: Flags.string({
      required: true,
      env: 'BACKLOT_LOCK',
      helpValue: 'ID',
      description: 'Id of the lock, as `locks list` prints it.',
    }),
    ...approvalFlags,
  };

  async run(): Promise<LockInfo> {
    const { args, flags } = await this.parse(LocksRelease);
    const environment = await this.environment(args.environment);
    const question = { verb: 'locks release', environment, answers: flags };
    const lock = await this.operations.releaseLock(environment, flags.lock, {
      progress: this.view,
      approve: async ({ id, operation, since, subject, who }) => {
        requireAnswers(question, this.terminal, this.wants.events);
        const what = `The lock ${id} will be taken away: ${subject}, ${operation} of ${who} since ${since}.`;
        const text = `${environmentLine(environment, this.paint('stderr'))}\n\n${what}`;
        return askApproval(question, text, this.terminal, this.view);
      },
    });
    this.print(`Released: ${lock.subject}, ${lock.operation} of ${lock.who} since ${lock.since}`);
    return lock;
  }
}
