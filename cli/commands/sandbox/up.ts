import { Flags } from '@oclif/core';
import { BaseCommand } from '../../base-command/index.js';
import type { SandboxStatus } from '../../operations/sandbox/index.js';
import { sandboxText } from '../../terminal/sandbox-text.js';

/** Starts the cloud of this machine. */
export default class SandboxUp extends BaseCommand<SandboxStatus> {
  static override summary = 'Start the cloud of this machine; it keeps running after the command.';
  static override description = 'Does nothing when it runs already. What was in it when it stopped is there again.';
  static override examples = ['<%= config.bin %> sandbox up', '<%= config.bin %> sandbox up --port 4566'];
  static override flags = {
    port: Flags.integer({
      min: 1,
      max: 65_535,
      env: 'BACKLOT_PORT',
      description: 'Port on 127.0.0.1. Default: the one of last time, else a free one.',
    }),
  };

  async run(): Promise<SandboxStatus> {
    const { flags } = await this.parse(SandboxUp);
    const status = await this.operations.sandboxUp({ progress: this.view, port: flags.port });
    this.print(sandboxText(status, this.paint()));
    return status;
  }
}
