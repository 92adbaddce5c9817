import { Flags } from '@oclif/core';
import {
  approvalFlags,
  askApproval,
  EnvironmentCommand,
  lockFlag,
  lockTimeout,
  requireAnswers,
} from '../base-command/index.js';
import type { BootstrapResult, BootstrapRole } from '../lifecycle/bootstrap/index.js';
import { bootstrapPreview, bootstrapReport } from '../terminal/bootstrap-text.js';
import { environmentLine } from '../terminal/environment-line.js';

/** Makes what every other command needs. */
export default class Bootstrap extends EnvironmentCommand<BootstrapResult | BootstrapRole> {
  static override summary = 'Make what every other command needs: state bucket, keys, logs, pipeline roles.';
  static override description =
    'Makes the bucket of the states and lets the foundation stack take it over. Run again, it says of each thing that it exists, changes nothing, and repairs what was changed from outside. A sandbox needs none: its first deploy does the same.';
  static override examples = [
    '<%= config.bin %> bootstrap dev',
    '<%= config.bin %> bootstrap prod --yes --confirm=prod',
    { description: 'What the deploy role may do', command: '<%= config.bin %> bootstrap prod --print-policy' },
  ];
  static override flags = {
    ...approvalFlags,
    ...lockFlag,
    'print-policy': Flags.boolean({
      env: 'BACKLOT_PRINT_POLICY',
      description: 'Print the policies of the deploy role as JSON; reaches no account and changes nothing.',
    }),
  };

  async run(): Promise<BootstrapResult | BootstrapRole> {
    const { args, flags } = await this.parse(Bootstrap);
    const environment = await this.environment(args.environment);
    if (flags['print-policy']) {
      const role = await this.operations.deployRole(environment);
      this.print(JSON.stringify(role, undefined, 2));
      return role;
    }
    const question = { verb: 'bootstrap', environment, answers: flags };
    requireAnswers(question, this.terminal, this.wants.events);
    const paint = this.paint('stderr');
    this.view.say(environmentLine(environment, paint));
    const result = await this.operations.bootstrap(environment, {
      progress: this.view,
      lockTimeoutMs: lockTimeout(flags['lock-timeout']),
      approve: (preview) => {
        const text = `${environmentLine(environment, paint)}\n\n${bootstrapPreview(preview, { width: this.width, paint })}`;
        return askApproval(question, text, this.terminal, this.view);
      },
    });
    this.print(bootstrapReport(result, { width: this.tableWidth, paint: this.paint() }));
    if (result.error) this.view.say(`${result.error.code}: ${result.error.message}`);
    this.exitWith(EXIT_CODES[result.outcome]);
    return result;
  }
}

const EXIT_CODES = { complete: 0, failed: 1, interrupted: 130 } as const;
