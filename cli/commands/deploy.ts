import { Flags } from '@oclif/core';
import { deployWishes } from '../base-command/deploy-wishes.js';
import {
  adoptFlag,
  approvalFlags,
  askApproval,
  askForAdoption,
  confirmLosses,
  deployExitCode,
  deployFlags,
  deployOutcome,
  EnvironmentCommand,
  exitCodeFlag,
  lockFlag,
  loseFlag,
  refreshFlag,
  requireAdoptionAnswer,
  requireAnswers,
  runFlags,
  type WithError,
} from '../base-command/index.js';
import type { DeployResult } from '../delivery/deploy/index.js';
import { deployPreview } from '../terminal/deploy-preview.js';
import { deployReport } from '../terminal/deploy-report.js';
import { environmentLine } from '../terminal/environment-line.js';
import { canAsk } from '../terminal/terminal.js';

/** Makes the cloud and its services what the environment declares. */
export default class Deploy extends EnvironmentCommand<WithError<DeployResult>> {
  static override summary = 'Make the cloud and its services what the environment declares.';
  static override description =
    'Plans, shows what will change (destroys first), asks, and applies stack after stack in graph order; then the ground rules of the cluster, its controllers, dashboards and services. A new version of a service takes traffic step by step and is judged by its own numbers. With --plan it applies exactly the saved plan, or refuses. A protected environment asks for its typed name. Data is lost only by name, with --lose, whatever --yes says.';
  static override examples = [
    '<%= config.bin %> deploy dev',
    {
      description: 'A new version, followed until its canary is promoted or aborted',
      command: '<%= config.bin %> deploy dev --image api=1.4.0 --wait',
    },
    {
      description: 'What was reviewed is what is applied',
      command: '<%= config.bin %> deploy prod --plan 3f2a91 --yes --confirm=prod',
    },
  ];
  static override flags = {
    plan: Flags.string({ env: 'BACKLOT_PLAN', helpValue: 'ID', description: 'Apply exactly this saved plan.' }),
    'continue-deferred': Flags.boolean({
      dependsOn: ['plan'],
      description: 'With --plan: go on to plan and apply the stacks that it deferred.',
    }),
    ...deployFlags,
    ...approvalFlags,
    ...loseFlag,
    ...runFlags,
    ...lockFlag,
    ...refreshFlag,
    ...exitCodeFlag,
    ...adoptFlag,
    'skip-proof-gate': Flags.string({
      env: 'BACKLOT_SKIP_PROOF_GATE',
      helpValue: 'REASON',
      description: 'Deploy although no restore has proven the backups lately; the reason is recorded in the release.',
    }),
    verbose: Flags.boolean({ env: 'BACKLOT_VERBOSE', description: 'List every resource that is created.' }),
  };

  async run(): Promise<WithError<DeployResult>> {
    const { args, flags } = await this.parse(Deploy);
    const { environment, origins } = await this.loaded(args.environment);
    const question = { verb: 'deploy', environment, answers: flags };
    requireAnswers(question, this.terminal, this.wants.events);
    const adoption = { environment, adopt: flags.adopt };
    requireAdoptionAnswer(adoption, this.terminal, this.wants.events);
    const paint = this.paint('stderr');
    this.view.say(environmentLine(environment, paint));
    await askForAdoption(adoption, this.terminal, this.view);
    const result = await this.operations.deploy(environment, {
      progress: this.view,
      origins,
      lose: flags.lose,
      canAsk: canAsk(this.terminal) && !this.wants.events,
      confirmLosses: confirmLosses({ ...this.asking(environment), verb: 'deploy' }),
      planId: flags.plan,
      continueDeferred: flags['continue-deferred'],
      ...deployWishes(flags),
      refresh: flags.refresh,
      adopt: flags.adopt,
      skipProofGate: flags['skip-proof-gate'],
      approve: (plan, services, later) => {
        const preview = deployPreview(plan, services, { width: this.width, paint, verbose: flags.verbose });
        const text = `${environmentLine(environment, paint)}\n\n${preview}`;
        return askApproval({ ...question, later }, text, this.terminal, this.view);
      },
    });
    this.print(deployReport(result, { width: this.tableWidth, paint: this.paint() }));
    this.exitWith(deployExitCode(result) || (flags['detailed-exitcode'] && changed(result) ? 2 : 0));
    return deployOutcome(result);
  }
}

function changed({ cluster, totals, outcome }: DeployResult): boolean {
  const services = cluster?.services?.some(({ status }) => status !== 'unchanged') ?? false;
  return services || outcome === 'partial' || totals.add + totals.change + totals.replace + totals.destroy > 0;
}
