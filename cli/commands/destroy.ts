import { Flags } from '@oclif/core';
import { durationFlag } from '../base-command/duration-flag.js';
import {
  approvalFlags,
  askApproval,
  askForData,
  deployExitCode,
  deployOutcome,
  EnvironmentCommand,
  lockFlag,
  requireAnswers,
  requireDataAnswer,
  runFlags,
  type WithError,
} from '../base-command/index.js';
import type { DeployResult } from '../delivery/deploy/index.js';
import { dataStoresText } from '../terminal/data-stores-text.js';
import { deployTable } from '../terminal/deploy-table.js';
import { environmentLine } from '../terminal/environment-line.js';
import { planDiff } from '../terminal/plan/plan-diff.js';

/** Removes what an environment made. */
export default class Destroy extends EnvironmentCommand<WithError<DeployResult>> {
  static override summary = 'Remove everything that an environment made, dependants first.';
  static override description =
    'Shows all that goes and asks for the typed name of the environment, protected or not. Stores that hold data go only with --with-data, which asks a second time. The bucket of the states stays in a real account, with the releases in it.';
  static override examples = [
    '<%= config.bin %> destroy dev',
    '<%= config.bin %> destroy local --yes --confirm=local',
    {
      description: 'With the data in it, without questions',
      command: '<%= config.bin %> destroy local --with-data --yes --confirm=local --confirm-data=local',
    },
  ];
  static override flags = {
    ...approvalFlags,
    ...runFlags,
    ...lockFlag,
    'with-data': Flags.boolean({
      env: 'BACKLOT_WITH_DATA',
      description: 'Delete also databases, caches, buckets and images that hold something; asks a second time.',
    }),
    'confirm-data': Flags.string({
      env: 'BACKLOT_CONFIRM_DATA',
      helpValue: 'ENVIRONMENT',
      description: 'Name of the environment, instead of typing it the second time; goes with --with-data and --yes.',
    }),
    'with-state': Flags.boolean({
      env: 'BACKLOT_WITH_STATE',
      description: 'Delete also the bucket of the states in a real account: the releases and their archives are in it.',
    }),
  };

  async run(): Promise<WithError<DeployResult>> {
    const { args, flags } = await this.parse(Destroy);
    const environment = await this.environment(args.environment);
    const question = { verb: 'destroy', environment, typed: true, answers: flags };
    const data = { environment, withData: flags['with-data'], yes: flags.yes, answer: flags['confirm-data'] };
    requireAnswers(question, this.terminal, this.wants.events);
    requireDataAnswer(data, this.terminal, this.wants.events);
    const paint = this.paint('stderr');
    this.view.say(environmentLine(environment, paint));
    const result = await this.operations.destroy(environment, {
      progress: this.view,
      stacks: flags.stack,
      parallelism: flags.parallelism,
      lockTimeoutMs: durationFlag('lock-timeout', flags['lock-timeout']),
      withData: flags['with-data'],
      withState: flags['with-state'],
      approve: async (plan, stores) => {
        const preview = planDiff(plan, { width: this.width, paint });
        const text = [environmentLine(environment, paint), preview, ...dataStoresText(stores, paint)].join('\n\n');
        if (!(await askApproval(question, text, this.terminal, this.view))) return false;
        return stores.length === 0 || askForData(data, stores.length, this.terminal, this.view);
      },
    });
    this.print(deployTable(result, { width: this.tableWidth, paint: this.paint(), words: 'destroy' }));
    this.exitWith(deployExitCode(result));
    return deployOutcome(result);
  }
}
