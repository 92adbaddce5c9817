import {
  approvalFlags,
  askApproval,
  deployExitCode,
  deployOutcome,
  EnvironmentCommand,
  requireAnswers,
  runFlags,
  type WithError,
} from '../base-command/index.js';
import type { DeployResult } from '../operations/deploy/index.js';
import { deployTable } from '../terminal/deploy-table.js';
import { environmentLine } from '../terminal/environment-line.js';
import { planDiff } from '../terminal/plan/plan-diff.js';

/** Removes what an environment made. */
export default class Destroy extends EnvironmentCommand<WithError<DeployResult>> {
  static override summary = 'Remove everything that an environment made, dependants first.';
  static override description =
    'Shows all that goes and asks for the typed name of the environment, protected or not. The bucket that holds the state stays.';
  static override examples = ['<%= config.bin %> destroy dev', '<%= config.bin %> destroy local --yes --confirm=local'];
  static override flags = { ...approvalFlags, ...runFlags };

  async run(): Promise<WithError<DeployResult>> {
    const { args, flags } = await this.parse(Destroy);
    const environment = await this.environment(args.environment);
    const question = { verb: 'destroy', environment, typed: true, answers: flags };
    requireAnswers(question, this.terminal, this.wants.events);
    const paint = this.paint('stderr');
    this.view.say(environmentLine(environment, paint));
    const result = await this.operations.destroy(environment, {
      progress: this.view,
      stacks: flags.stack,
      parallelism: flags.parallelism,
      approve: (plan) => {
        const preview = planDiff(plan, { width: this.width, paint });
        const text = `${environmentLine(environment, paint)}\n\n${preview}`;
        return askApproval(question, text, this.terminal, this.view);
      },
    });
    this.print(deployTable(result, { width: this.tableWidth, paint: this.paint(), words: 'destroy' }));
    this.exitWith(deployExitCode(result));
    return deployOutcome(result);
  }
}
