import { Flags } from '@oclif/core';
import type { Explanation, Origin } from '../../environments/model/index.js';
import { EnvironmentCommand } from '../base-command/index.js';
import { valueText } from '../terminal/plan/attribute-lines.js';
import { table } from '../terminal/table.js';

/** What `config --json` prints. */
export interface ConfigResult {
  readonly environment: string;
  /** Files that it was made of, the one of the environment last. */
  readonly files: readonly string[];
  /** The environment with every default, in the form of its file. */
  readonly config: Readonly<Record<string, unknown>>;
  /** By dotted path, where each value comes from. @default only with --explain */
  readonly origins?: Readonly<Record<string, Origin>>;
}

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
    const { environment, files, origins } = loaded;
    if (flags.explain) this.print(this.explanation(await this.operations.explain(loaded)));
    else this.print((await this.operations.renderResolved(loaded)).trimEnd());
    return {
      environment: environment.id,
      files,
      config: environment,
      ...(flags.explain ? { origins: Object.fromEntries(origins) } : {}),
    };
  }

  private explanation(values: readonly Explanation[]): string {
    return table(
      values,
      [
        { title: 'value of', value: ({ path }) => path },
        {
          title: 'comes from',
          value: ({ origin }) => (origin.kind === 'default' ? 'default' : `${origin.file}:${origin.line}`),
          paint: ({ origin }, text, paint) => paint(origin.kind === 'default' ? 'dim' : 'cyan', text),
        },
        { title: 'is', value: ({ value }) => valueText(value), shrinks: true },
      ],
      { width: this.tableWidth, paint: this.paint() },
    );
  }
}
