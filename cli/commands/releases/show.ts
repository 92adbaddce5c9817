import { environmentArg } from '../../base-command/flags.js';
import { EnvironmentCommand } from '../../base-command/index.js';
import { releaseArg } from '../../base-command/release-arg.js';
import type { LedgerEntry } from '../../delivery/releases/index.js';
import { releaseText } from '../../terminal/releases/release-text.js';

/** Tells all that is recorded of one release. */
export default class ReleasesShow extends EnvironmentCommand<LedgerEntry> {
  static override summary = 'Tell all that is recorded of one release.';
  static override examples = ['<%= config.bin %> releases show prod', '<%= config.bin %> releases show prod 12 --json'];
  static override args = {
    ...environmentArg,
    release: releaseArg({ description: 'Number of the release. Default: the newest.' }),
  };

  async run(): Promise<LedgerEntry> {
    const { args } = await this.parse(ReleasesShow);
    const environment = await this.environment(args.environment);
    const entry = await this.operations.showRelease(environment, args.release, { progress: this.view });
    this.print(releaseText(entry, { width: this.tableWidth, paint: this.paint() }));
    return entry;
  }
}
