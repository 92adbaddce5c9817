import { CanaryActCommand } from '../../base-command/canary-act-command.js';
import { canaryFlags, timeoutFlag } from '../../base-command/canary-command.js';
import type { WithError } from '../../base-command/canary-outcome.js';
import type { ActResult } from '../../delivery/canary/index.js';

/** Gives canaries up. */
export default class CanaryAbort extends CanaryActCommand {
  static override summary = 'Give all traffic back to the stable version.';
  static override description =
    'Nobody is asked, because it takes traffic away from the canary only. Waits until stable has all traffic and as many pods as the autoscaler keeps at least; exits with 69 when that takes too long. Safe to repeat.';
  static override examples = ['<%= config.bin %> canary abort prod api', '<%= config.bin %> canary abort prod --all'];
  static override flags = { ...canaryFlags, ...timeoutFlag };

  async run(): Promise<WithError<ActResult>> {
    const { args, flags } = await this.parse(CanaryAbort);
    return this.act({ verb: 'abort', args, ...flags });
  }
}
