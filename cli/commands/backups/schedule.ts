import { EnvironmentCommand } from '../../base-command/index.js';
import type { BackupScheduleResult } from '../../data/backups/index.js';
import { scheduleText } from '../../terminal/backups-text.js';

/** Tells what is backed up by itself. */
export default class BackupsSchedule extends EnvironmentCommand<BackupScheduleResult> {
  static override summary = 'Tell what the backup plans do next, what they did last, and what nothing backs up.';
  static override description = 'Exits with 2 when something is missing.';
  static override examples = ['<%= config.bin %> backups schedule prod'];

  async run(): Promise<BackupScheduleResult> {
    const { args } = await this.parse(BackupsSchedule);
    const environment = await this.environment(args.environment);
    const result = await this.operations.backupSchedule(environment, { progress: this.view });
    this.print(scheduleText(result, { width: this.tableWidth, paint: this.paint() }));
    if (result.missing.length > 0) this.exitWith(2);
    return result;
  }
}
