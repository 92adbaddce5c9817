import { CanaryActCommand } from '../../base-command/canary-act-command.js';
import { canaryFlags, timeoutFlag } from '../../base-command/canary-command.js';
import type { WithError } from '../../base-command/canary-outcome.js';
import { approvalFlags } from '../../base-command/index.js';
import type { ActResult } from '../../delivery/canary/index.js';

/** Begins canaries again. */
export default class CanaryRetry extends CanaryActCommand {
  static override summary = 'Begin an aborted canary again, or judge a held one again.';
  static override description =
    'An aborted canary begins at its first step. A held one repeats the analysis that could not decide, at the same weight: what you want once there is enough traffic. A protected environment asks for its typed name.';
  static override examples = ['<%= config.bin %> canary retry prod api'];
  static override flags = { ...approvalFlags, ...canaryFlags, ...timeoutFlag };

  async run(): Promise<WithError<ActResult>> {
    const { args, flags } = await this.parse(CanaryRetry);
    return this.act({ verb: 'retry', args, ...flags, answers: flags });
  }
}
