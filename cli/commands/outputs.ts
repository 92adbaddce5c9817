import { Flags } from '@oclif/core';
import { EnvironmentCommand, runFlags } from '../base-command/index.js';
import type { OutputsResult } from '../session/outputs/index.js';
import { valueText } from '../terminal/plan/attribute-lines.js';
import { table } from '../terminal/table.js';

/** Prints what the stacks tell others. */
export default class Outputs extends EnvironmentCommand<OutputsResult> {
  static override summary = 'Print the outputs of the applied stacks.';
  static override examples = [
    '<%= config.bin %> outputs dev',
    { description: 'One value for a script', command: '<%= config.bin %> outputs dev --json | jq -r .network.vpc_id' },
  ];
  static override flags = {
    stack: runFlags.stack,
    'show-sensitive': Flags.boolean({ env: 'BACKLOT_SHOW_SENSITIVE', description: 'Print sensitive values too.' }),
  };

  async run(): Promise<OutputsResult> {
    const { args, flags } = await this.parse(Outputs);
    const environment = await this.environment(args.environment);
    const result = await this.operations.outputs(environment, {
      progress: this.view,
      stacks: flags.stack,
      showSensitive: flags['show-sensitive'],
    });
    const rows = Object.entries(result).flatMap(([stack, values]) =>
      Object.entries(values).map(([name, value]) => ({ stack, name, value })),
    );
    if (rows.length === 0) {
      this.print(`Nothing is applied in '${environment.id}' yet: ${this.config.bin} deploy ${environment.id}`);
      return result;
    }
    this.print(
      table(
        rows,
        [
          { title: 'stack', value: ({ stack }) => stack },
          { title: 'output', value: ({ name }) => name },
          {
            title: 'value',
            value: ({ value }) => (typeof value === 'string' ? value : valueText(value)),
            shrinks: true,
          },
        ],
        { width: this.tableWidth, paint: this.paint() },
      ),
    );
    return result;
  }
}
