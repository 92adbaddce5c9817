import { Flags } from '@oclif/core';
import { contextFlag, EnvironmentCommand } from '../../base-command/index.js';
import type { PatchPlan as Plan } from '../../running/patch/index.js';
import { patchText } from '../../terminal/patch-text.js';

/** Tells what is behind. */
export default class PatchPlan extends EnvironmentCommand<Plan> {
  static override summary = 'Tell what is behind: engines, Kubernetes, nodes, charts, images, runtimes, maintenance.';
  static override description =
    'Most urgent first, each with the line to change, when it takes effect and what restarts. Changes nothing.';
  static override examples = [
    '<%= config.bin %> patch plan prod',
    { description: 'In CI, every week', command: '<%= config.bin %> patch plan prod --detailed-exitcode --json' },
  ];
  static override flags = {
    all: Flags.boolean({ char: 'a', description: 'Also what is up to date.' }),
    'detailed-exitcode': Flags.boolean({
      env: 'BACKLOT_DETAILED_EXITCODE',
      description: 'Exit with 2 when something is past the end of its support.',
    }),
    ...contextFlag,
  };

  async run(): Promise<Plan> {
    const { args, flags } = await this.parse(PatchPlan);
    const { environment, origins } = await this.loaded(args.environment);
    const plan = await this.operations.planPatches(environment, {
      progress: this.view,
      origins,
      context: flags.context,
    });
    this.print(patchText(plan, { width: this.tableWidth, paint: this.paint(), all: flags.all }));
    this.exitWith(flags['detailed-exitcode'] && plan.totals.past > 0 ? 2 : 0);
    return plan;
  }
}
