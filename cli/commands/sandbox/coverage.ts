import { BaseCommand, environmentArg } from '../../base-command/index.js';
import type { SandboxCoverage } from '../../lifecycle/sandbox/index.js';
import { table } from '../../terminal/table.js';

/** Lists what the sandbox can't do. */
export default class SandboxCoverageCommand extends BaseCommand<SandboxCoverage> {
  static override summary = 'List the resource types of all stacks that the sandbox only records.';
  static override description =
    'A recorded resource is planned, stored and read back by the sandbox, but the emulator has no such service behind it.';
  static override examples = ['<%= config.bin %> sandbox coverage --json'];

  static override args = {
    environment: {
      ...environmentArg.environment,
      description: 'Only this environment. Default: all of environments/.',
    },
  };

  async run(): Promise<SandboxCoverage> {
    const { args } = await this.parse(SandboxCoverageCommand);
    const names = args.environment ? [args.environment] : await this.operations.listEnvironments();
    const loaded = await Promise.all(names.map((name) => this.operations.loadEnvironment(name)));
    const coverage = await this.operations.sandboxCoverage(loaded.map(({ environment }) => environment));
    if (coverage.recorded.length > 0) {
      this.print(
        table(
          coverage.recorded,
          [
            { title: 'recorded only', value: ({ type }) => type },
            { title: 'why', value: ({ reason }) => reason, shrinks: true },
          ],
          { width: this.tableWidth, paint: this.paint() },
        ),
      );
      this.print('');
    }
    this.print(
      `${coverage.types} resource types: ${coverage.emulated} emulated, ${coverage.recorded.length} recorded only`,
    );
    const losing = new Set(coverage.recordedAttributes.map(({ type }) => type)).size;
    if (losing > 0) {
      const count = coverage.recordedAttributes.length;
      this.print(`of ${losing} emulated types ${count} arguments are recorded only: --json lists them with the reason`);
    }
    if (coverage.unhandled.length > 0) this.print(`not handled at all: ${coverage.unhandled.join(', ')}`);
    return coverage;
  }
}
