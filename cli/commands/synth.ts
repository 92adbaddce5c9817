import { Flags } from '@oclif/core';
import { EnvironmentCommand } from '../base-command/index.js';
import type { SynthResult } from '../session/synth/index.js';
import { elapsed } from '../terminal/elapsed.js';
import { plural } from '../terminal/plural.js';
import { table } from '../terminal/table.js';

/** Writes the Terraform JSON of every stack. */
export default class Synth extends EnvironmentCommand<SynthResult> {
  static override summary = 'Write the Terraform JSON of every stack of an environment.';
  static override description = 'Needs no cloud and no Terraform. The output is the same on every machine.';
  static override examples = ['<%= config.bin %> synth prod', '<%= config.bin %> synth prod --json'];
  static override flags = {
    out: Flags.string({ char: 'o', env: 'BACKLOT_OUT', default: 'cdktf.out', description: 'Folder to write to.' }),
  };

  async run(): Promise<SynthResult> {
    const { args, flags } = await this.parse(Synth);
    const environment = await this.environment(args.environment);
    const result = await this.operations.synthesize(environment, { outdir: flags.out });
    const rows = table(
      result.stacks,
      [
        { title: 'stack', value: ({ id }) => id },
        { title: 'resources', value: ({ resources }) => String(resources), align: 'right' },
        { title: 'depends on', value: ({ dependsOn }) => dependsOn.join(', '), shrinks: true },
      ],
      { width: this.tableWidth, paint: this.paint() },
    );
    this.print(rows);
    this.print(
      `\n${plural(result.stacks.length, 'stack')}, ${plural(result.resources, 'resource')} in ${flags.out}/, ${elapsed(result.durationMs)}`,
    );
    return result;
  }
}
