import { BaseCommand } from '../../base-command/index.js';
import type { SandboxCoverage } from '../../base-command/sandbox-operations.js';
import { table } from '../../terminal/table.js';

/** Lists what the sandbox can't do. */
export default class SandboxCoverageCommand extends BaseCommand<SandboxCoverage> {
  static override summary = 'List the resource types of all stacks that the sandbox only records.';
  static override description =
    'A recorded resource is planned, stored and read back by the sandbox, but the emulator has no such service behind it.';
  static override examples = ['<%= config.bin %> sandbox coverage --json'];

  async run(): Promise<SandboxCoverage> {
    await this.parse(SandboxCoverageCommand);
    const coverage = await this.operations.sandboxCoverage();
    if (coverage.recorded.length > 0) {
      this.print(
        table(
          coverage.recorded,
          [
            { title: 'recorded only', value: ({ type }) => type },
            { title: 'why', value: ({ reason }) => reason, shrinks: true },
          ],
          { width: this.width, paint: this.paint() },
        ),
      );
      this.print('');
    }
    this.print(
      `${coverage.types} resource types: ${coverage.emulated} emulated, ${coverage.recorded.length} recorded only`,
    );
    return coverage;
  }
}
