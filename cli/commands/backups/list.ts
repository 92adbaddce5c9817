import { EnvironmentCommand } from '../../base-command/index.js';
import type { BackupOverview, CatalogFault } from '../../data/backups/index.js';
import { nextSteps } from '../../kernel/next-steps.js';
import { backupsTable } from '../../terminal/backups-text.js';

/** What `backups list --json` prints. */
export interface BackupsResult {
  readonly environment: string;
  readonly backups: readonly BackupOverview[];
  readonly faults: readonly CatalogFault[];
}

/** Tells which backups there are. */
export default class BackupsList extends EnvironmentCommand<BackupsResult> {
  static override summary = 'Tell which backup sets there are, how old, and which are proven.';
  static override description = 'Exits with 2 when a manifest is not what was written.';
  static override examples = ['<%= config.bin %> backups list prod'];

  async run(): Promise<BackupsResult> {
    const { args } = await this.parse(BackupsList);
    const environment = await this.environment(args.environment);
    const { backups, faults } = await this.operations.listBackups(environment, { progress: this.view });
    if (backups.length === 0)
      this.print(`'${environment.id}' has no backup set: ${nextSteps([`backlot backups create ${environment.id}`])}`);
    else this.print(backupsTable({ backups, faults }, { width: this.tableWidth, paint: this.paint() }));
    if (faults.length > 0) this.exitWith(2);
    return { environment: environment.id, backups, faults };
  }
}
