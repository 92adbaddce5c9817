import { BaseCommand } from '../../base-command/index.js';
import type { SandboxStatus } from '../../base-command/sandbox-operations.js';
import { sandboxText } from '../../terminal/sandbox-text.js';

/** Starts the cloud of this machine. */
export default class SandboxUp extends BaseCommand<SandboxStatus> {
  static override summary = 'Start the cloud of this machine; it keeps running after the command.';
  static override description = 'Does nothing when it runs already. What was in it when it stopped is there again.';
  static override examples = ['<%= config.bin %> sandbox up'];

  async run(): Promise<SandboxStatus> {
    await this.parse(SandboxUp);
    const status = await this.operations.sandboxUp({ progress: this.view });
    this.print(sandboxText(status, this.paint()));
    return status;
  }
}
