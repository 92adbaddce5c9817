import { EnvironmentCommand } from '../../base-command/index.js';
import { EARLIER_VERSIONS, type LedgerAudit } from '../../delivery/releases/index.js';
import { nextLines } from '../../terminal/next-lines.js';
import { table } from '../../terminal/table.js';

/** What `releases verify --json` prints. */
export interface VerifyResult extends LedgerAudit {
  readonly environment: string;
}

/** Finds records that were altered, forged or taken away. */
export default class ReleasesVerify extends EnvironmentCommand<VerifyResult> {
  static override summary = 'Find records and archives that were altered, forged or are gone.';
  static override description =
    'Verifies every signature, follows the chain of hashes from the first record to the newest, holds the newest against the head that is kept outside of the bucket, and compares every archive with the hash that it is named by. Exit code 2 when something is not what was written. Records from before the environment had a key are said to be unsigned.';
  static override examples = ['<%= config.bin %> releases verify prod'];

  async run(): Promise<VerifyResult> {
    const { args } = await this.parse(ReleasesVerify);
    const environment = await this.environment(args.environment);
    const audit = await this.operations.verifyReleases(environment, { progress: this.view });
    const { faults, notes, releases, signed } = audit;
    const paint = this.paint();
    if (faults.length === 0) {
      const count = `${releases} ${releases === 1 ? 'release' : 'releases'}`;
      this.print(`${paint('green', 'As it was written')}: ${count}, ${signed === releases ? 'all' : signed} signed.`);
    } else {
      const rows = table(
        faults,
        [
          { title: 'release', value: ({ number }) => String(number), align: 'right' },
          { title: 'kind', value: ({ kind }) => kind },
          { title: 'what is wrong', value: ({ reason }) => reason, paint: (_, text, with_) => with_('red', text) },
          { title: 'object', value: ({ key }) => key },
        ],
        { width: this.tableWidth, paint },
      );
      this.print([rows, '', ...nextLines({ actions: audit.actions ?? [], hints: [EARLIER_VERSIONS] })].join('\n'));
    }
    if (audit.locks?.length) {
      const rows = table(
        audit.locks,
        [
          { title: 'release', value: ({ number }) => String(number), align: 'right' },
          {
            title: 'Object Lock',
            value: ({ lock }) => (lock ? `${lock.mode.toLowerCase()} until ${lock.until}` : 'none'),
          },
          { title: 'object', value: ({ key }) => key },
        ],
        { width: this.tableWidth, paint },
      );
      this.print(`\n${rows}`);
    }
    for (const note of notes) this.print(`${paint('yellow', 'note')}: ${note}`);
    this.exitWith(faults.length > 0 ? 2 : 0);
    return { environment: environment.id, ...audit };
  }
}
