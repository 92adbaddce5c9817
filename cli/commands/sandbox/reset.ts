import { BacklotError } from '../../../modules/values/backlot-error.js';
import { approvalFlags, BaseCommand } from '../../base-command/index.js';
import type { SandboxStatus } from '../../lifecycle/sandbox/index.js';
import { canAsk } from '../../terminal/terminal.js';

/** Empties the cloud of this machine. */
export default class SandboxReset extends BaseCommand<SandboxStatus> {
  static override summary = 'Empty the cloud of this machine: all its resources and states are gone.';
  static override examples = ['<%= config.bin %> sandbox reset --yes'];
  static override flags = { yes: approvalFlags.yes };

  async run(): Promise<SandboxStatus> {
    const { flags } = await this.parse(SandboxReset);
    if (!flags.yes && (!canAsk(this.terminal) || this.wants.events)) {
      throw new BacklotError({
        code: 'AnswerMissing',
        message: 'sandbox reset asks before it deletes everything, and there is no terminal to ask on: pass --yes',
        exitCode: 3,
        actions: [`backlot sandbox reset --yes`],
      });
    }
    const { aws, cluster } = await this.operations.sandboxStatus();
    const where = aws.endpoint ? `account ${aws.accountId}  region ${aws.region}  ${aws.endpoint}` : 'not running';
    this.view.say(`sandbox ${where}  data ${aws.dataFolder}`);
    this.view.say(`cluster ${cluster.server ?? 'not running'}  data ${cluster.dataFolder}`);
    this.view.say(
      'All resources and states of all sandbox environments, and all that runs in the cluster, will be deleted.',
    );
    if (!flags.yes && !(await this.terminal.prompts.confirm('Delete everything in the sandbox?'))) {
      throw new BacklotError({ code: 'Declined', message: 'cancelled; nothing was changed' });
    }
    const status = await this.operations.sandboxReset({ progress: this.view });
    this.print('The sandbox is empty.');
    return status;
  }
}
