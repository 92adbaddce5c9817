import { EnvironmentCommand } from '../../base-command/index.js';
import type { LedgerFault } from '../../delivery/releases/index.js';
import { table } from '../../terminal/table.js';

/** What `releases verify --json` prints. */
export interface VerifyResult {
  readonly environment: string;
  readonly releases: number;
  readonly faults: readonly LedgerFault[];
}

/** Finds records that were altered. */
export default class ReleasesVerify extends EnvironmentCommand<VerifyResult> {
  static override summary = 'Find records and archives that were altered or are gone.';
  static override description =
    'Follows the chain of hashes from the first record to the newest, and compares every archive with the hash that it is named by. Exit code 2 when something is not what was written.';
  static override examples = ['<%= config.bin %> releases verify prod'];

  async run(): Promise<VerifyResult> {
    const { args } = await this.parse(ReleasesVerify);
    const environment = await this.environment(args.environment);
    const { faults, releases } = await this.operations.verifyReleases(environment, { progress: this.view });
    const paint = this.paint();
    if (faults.length === 0) {
      this.print(`${paint('green', 'As it was written')}: ${releases} ${releases === 1 ? 'release' : 'releases'}.`);
    } else {
      const rows = table(
        faults,
        [
          { title: 'release', value: ({ number }) => String(number), align: 'right' },
          { title: 'what is wrong', value: ({ reason }) => reason, paint: (_, text, with_) => with_('red', text) },
          { title: 'object', value: ({ key }) => key },
        ],
        { width: this.tableWidth, paint },
      );
      this.print(
        `${rows}\n\nhint: the bucket keeps earlier versions of the object: restore one (aws s3api list-object-versions)`,
      );
    }
    this.exitWith(faults.length > 0 ? 2 : 0);
    return { environment: environment.id, releases, faults };
  }
}
