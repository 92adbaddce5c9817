import { Flags } from '@oclif/core';
import { durationFlag } from '../base-command/duration-flag.js';
import {
  approvalFlags,
  askApproval,
  confirmLosses,
  deployExitCode,
  deployOutcome,
  EnvironmentCommand,
  lockFlag,
  loseFlag,
  requireAnswers,
  runFlags,
  type WithError,
} from '../base-command/index.js';
import type { DeployResult } from '../delivery/deploy/index.js';
import { deployTable } from '../terminal/deploy-table.js';
import { environmentLine } from '../terminal/environment-line.js';
import { planDiff } from '../terminal/plan/plan-diff.js';

/** Removes what an environment made. */
export default class Destroy extends EnvironmentCommand<WithError<DeployResult>> {
  static override summary = 'Remove everything that an environment made, dependants first.';
  static override description =
    'Shows all that goes and asks for the typed name of the environment, protected or not. A store that holds data goes only by its name, with --lose, after a last copy where there is a way to make one. The bucket of the states stays in a real account, with the releases in it.';
  static override examples = [
    '<%= config.bin %> destroy dev',
    '<%= config.bin %> destroy local --yes --confirm=local',
    {
      description: 'With the data of a store in it',
      command: '<%= config.bin %> destroy local --lose postgres.main',
    },
    {
      description: 'Without a terminal, exactly as a run before has shown and saved it',
      command: '<%= config.bin %> destroy local --plan 3f2a91 --yes --confirm=local --lose postgres.main',
    },
  ];
  static override flags = {
    ...approvalFlags,
    ...runFlags,
    ...lockFlag,
    ...loseFlag,
    plan: Flags.string({ env: 'BACKLOT_PLAN', helpValue: 'ID', description: 'Apply exactly this saved removal.' }),
    'with-state': Flags.boolean({
      env: 'BACKLOT_WITH_STATE',
      description: 'Delete also the bucket of the states in a real account: the releases and their archives are in it.',
    }),
  };

  async run(): Promise<WithError<DeployResult>> {
    const { args, flags } = await this.parse(Destroy);
    const { environment, origins } = await this.loaded(args.environment);
    const question = { verb: 'destroy', environment, typed: true, answers: flags };
    requireAnswers(question, this.terminal, this.wants.events);
    const paint = this.paint('stderr');
    this.view.say(environmentLine(environment, paint));
    const result = await this.operations.destroy(environment, {
      progress: this.view,
      stacks: flags.stack,
      parallelism: flags.parallelism,
      lockTimeoutMs: durationFlag('lock-timeout', flags['lock-timeout']),
      origins,
      planId: flags.plan,
      lose: flags.lose,
      confirmLosses: confirmLosses({ ...this.asking(environment), verb: 'destroy' }),
      withState: flags['with-state'],
      approve: (plan) => {
        const text = [environmentLine(environment, paint), planDiff(plan, { width: this.width, paint })].join('\n\n');
        return askApproval(question, text, this.terminal, this.view);
      },
    });
    this.print(deployTable(result, { width: this.tableWidth, paint: this.paint(), words: 'destroy' }));
    this.exitWith(deployExitCode(result));
    return deployOutcome(result);
  }
}
