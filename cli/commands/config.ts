import { Flags } from '@oclif/core';
import { EnvironmentCommand } from '../base-command/index.js';
import type { ConfigResult } from '../operations/config/index.js';

/** Prints an environment as it is after everything was merged and filled in. */
export default class Config extends EnvironmentCommand<ConfigResult> {
  static override summary = 'Print an environment as it is after merging and filling in defaults.';
  static override description =
    'Every default is visible. With --explain each value says the file and line that it comes from.';
  static override examples = ['<%= config.bin %> config prod', '<%= config.bin %> config prod --explain'];
  static override flags = {
    explain: Flags.boolean({ env: 'BACKLOT_EXPLAIN', description: 'Say where each value comes from.' }),
  };

  async run(): Promise<ConfigResult> {
    const { args, flags } = await this.parse(Config);
    const loaded = await this.loaded(args.environment);
    const result = await this.operations.config(loaded, { explain: flags.explain });
    this.print(result.text.trimEnd());
    return result.json;
  }
}
