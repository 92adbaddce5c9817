import { BaseCommand, sandboxEnvironmentFlag } from '../../base-command/index.js';
import type { SandboxStatus } from '../../lifecycle/sandbox/index.js';
import { sandboxText } from '../../terminal/sandbox-text.js';

/** Tells whether the cloud of this machine runs, and where. */
export default class SandboxStatusCommand extends BaseCommand<SandboxStatus> {
  static override summary = 'Tell whether the cloud of this machine runs, and where.';
  static override examples = [
    '<%= config.bin %> sandbox status',
    {
      description: 'The endpoint for a script',
      command: '<%= config.bin %> sandbox status --json | jq -r .aws.endpoint',
    },
  ];

  static override flags = sandboxEnvironmentFlag;

  async run(): Promise<SandboxStatus> {
    const { flags } = await this.parse(SandboxStatusCommand);
    const status = await this.operations.sandboxStatus(flags.environment);
    this.print(sandboxText(status, { width: this.tableWidth, paint: this.paint() }));
    return status;
  }
}
