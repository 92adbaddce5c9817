import { Args, Flags } from '@oclif/core';
import { EnvironmentCommand, environmentArg, runFlags } from '../base-command/index.js';
import type { OutputsResult } from '../session/outputs/index.js';
import { oneOutput, outputsText } from '../terminal/outputs-text.js';

/** Prints what the stacks tell others. */
export default class Outputs extends EnvironmentCommand<OutputsResult> {
  static override summary = 'Print the outputs of the applied stacks, or one of them.';
  static override description =
    'With a key only its value is printed, whole and without its name. An object or a list is printed as JSON.';
  static override examples = [
    '<%= config.bin %> outputs dev',
    { description: 'One value for a script', command: '<%= config.bin %> outputs dev network.vpc_id' },
    '<%= config.bin %> outputs dev --json',
  ];
  static override args = {
    ...environmentArg,
    key: Args.string({
      ignoreStdin: true,
      description: 'STACK.OUTPUT, or OUTPUT where one stack has it. Default: all.',
    }),
  };
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
    if (args.key !== undefined) {
      const one = oneOutput(result, args.key, environment.id);
      this.print(one.text);
      return { [one.stack]: { [one.name]: one.value } };
    }
    const empty = `Nothing is applied in '${environment.id}' yet: ${this.bin} deploy ${environment.id}`;
    this.print(outputsText(result, this.paint()) || empty);
    return result;
  }
}
