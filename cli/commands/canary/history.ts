import { CanaryCommand, canaryFlags } from '../../base-command/canary-command.js';
import type { CanaryHistory } from '../../delivery/canary/index.js';
import { historyTable } from '../../terminal/canary/history-table.js';

/** Tells how past canaries ended. */
export default class CanaryHistoryCommand extends CanaryCommand<CanaryHistory> {
  static override summary = 'Tell how past canaries ended, by which numbers, and who did what.';
  static override description =
    'Reads what the cluster keeps of former versions and analyses, and says how much that is. Reasons are cut to the terminal; --json has them whole.';
  static override examples = ['<%= config.bin %> canary history prod api'];
  static override flags = canaryFlags;

  async run(): Promise<CanaryHistory> {
    const { args, flags } = await this.parse(CanaryHistoryCommand);
    const { environment, services } = await this.meant(args);
    const { all, context, group } = flags;
    const history = await this.operations.canaryHistory(environment, { services, all, group, context });
    this.print(historyTable(history, { width: this.tableWidth, paint: this.paint() }));
    return history;
  }
}
