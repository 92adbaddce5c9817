import { CanaryActCommand } from '../../base-command/canary-act-command.js';
import { canaryFlags, timeoutFlag } from '../../base-command/canary-command.js';
import type { WithError } from '../../base-command/canary-outcome.js';
import type { ActResult } from '../../delivery/canary/index.js';

/** Stops canaries where they are. */
export default class CanaryPause extends CanaryActCommand {
  static override summary = 'Stop canaries where they are; their weights stay.';
  static override description =
    'Nobody is asked: a pause changes no traffic. It is lifted by promote; abort ends it too.';
  static override examples = ['<%= config.bin %> canary pause prod api', '<%= config.bin %> canary pause prod --all'];
  static override flags = { ...canaryFlags, ...timeoutFlag };

  async run(): Promise<WithError<ActResult>> {
    const { args, flags } = await this.parse(CanaryPause);
    return this.act({ verb: 'pause', args, ...flags });
  }
}
