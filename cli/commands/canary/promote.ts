import { Flags } from '@oclif/core';
import { CanaryActCommand } from '../../base-command/canary-act-command.js';
import { canaryFlags, timeoutFlag } from '../../base-command/canary-command.js';
import type { WithError } from '../../base-command/canary-outcome.js';
import { approvalFlags } from '../../base-command/index.js';
import type { ActResult } from '../../delivery/canary/index.js';

/** Takes canaries further. */
export default class CanaryPromote extends CanaryActCommand {
  static override summary = 'Take canaries one step further, or to all traffic.';
  static override description =
    'Lifts a pause, passes a step that waits, or skips the analysis that runs or could not decide, and says what it was missing. Refuses a canary that is not healthy unless forced. A protected environment asks for its typed name; past an analysis that has not judged it, --full asks everywhere.';
  static override examples = [
    '<%= config.bin %> canary promote prod api',
    '<%= config.bin %> canary promote prod api --full --yes --confirm=prod',
  ];
  static override flags = {
    full: Flags.boolean({ description: 'Past all steps and analyses, to all traffic.' }),
    force: Flags.boolean({ description: "Also when the canary isn't healthy." }),
    ...approvalFlags,
    ...canaryFlags,
    ...timeoutFlag,
  };

  async run(): Promise<WithError<ActResult>> {
    const { args, flags } = await this.parse(CanaryPromote);
    return this.act({ verb: 'promote', args, ...flags, answers: flags });
  }
}
