import { Flags } from '@oclif/core';
import { lockTimeout } from '../base-command/deploy-wishes.js';
import { environmentArg } from '../base-command/flags.js';
import {
  approvalFlags,
  askApproval,
  confirmLosses,
  contextFlag,
  deployExitCode,
  deployOutcome,
  EnvironmentCommand,
  lockFlag,
  loseFlag,
  requireAnswers,
  runFlags,
  type WithError,
} from '../base-command/index.js';
import { releaseArg } from '../base-command/release-arg.js';
import type { RollbackResult } from '../delivery/rollback/index.js';
import { deployReport } from '../terminal/deploy-report.js';
import { environmentLine } from '../terminal/environment-line.js';
import { rollbackPreview } from '../terminal/releases/rollback-preview.js';
import { canAsk } from '../terminal/terminal.js';

/** Brings an environment back to an earlier release. */
export default class Rollback extends EnvironmentCommand<WithError<RollbackResult>> {
  static override summary = 'Bring an environment back to an earlier release: services, baseline and stacks.';
  static override description =
    'Applies what the release recorded, not what the checkout declares, after showing every layer as one diff. What cannot be undone is refused by name: data that would be deleted or replaced, an engine that would be downgraded, a schema that the services of then do not support. A rollback is a release itself.';
  static override examples = [
    { description: 'To the last good release', command: '<%= config.bin %> rollback prod' },
    '<%= config.bin %> rollback prod 11 --services-only',
    '<%= config.bin %> rollback prod --service api',
  ];
  static override args = {
    ...environmentArg,
    release: releaseArg({ description: 'Number of the release. Default: the last good one.' }),
  };
  static override flags = {
    'services-only': Flags.boolean({
      env: 'BACKLOT_SERVICES_ONLY',
      description: 'Bring back the services; leave stacks and baseline as they are.',
    }),
    service: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      delimiter: ',',
      env: 'BACKLOT_SERVICE',
      helpValue: 'NAME',
      description: 'Only these services: repeat it, or separate them by commas.',
    }),
    wait: Flags.boolean({ char: 'w', env: 'BACKLOT_WAIT', description: 'Follow canaries to their end.' }),
    ...contextFlag,
    ...approvalFlags,
    ...loseFlag,
    parallelism: runFlags.parallelism,
    ...lockFlag,
    verbose: Flags.boolean({ env: 'BACKLOT_VERBOSE', description: 'List every resource that is created.' }),
  };

  async run(): Promise<WithError<RollbackResult>> {
    const { args, flags } = await this.parse(Rollback);
    const { environment, origins } = await this.loaded(args.environment);
    const question = { verb: 'rollback', environment, answers: flags };
    const paint = this.paint('stderr');
    this.view.say(environmentLine(environment, paint));
    const result = await this.operations.rollback(environment, {
      progress: this.view,
      origins,
      lose: flags.lose,
      canAsk: canAsk(this.terminal) && !this.wants.events,
      confirmLosses: confirmLosses({ ...this.asking(environment), verb: 'rollback' }),
      release: args.release,
      found: () => requireAnswers(question, this.terminal, this.wants.events),
      servicesOnly: flags['services-only'],
      services: flags.service,
      wait: flags.wait,
      context: flags.context,
      parallelism: flags.parallelism,
      lockTimeoutMs: lockTimeout(flags['lock-timeout']),
      approve: (preview, later) => {
        const text = rollbackPreview(preview, { width: this.width, paint, verbose: flags.verbose });
        return askApproval(
          { ...question, later },
          `${environmentLine(environment, paint)}\n\n${text}`,
          this.terminal,
          this.view,
        );
      },
    });
    this.print(deployReport(result, { width: this.tableWidth, paint: this.paint() }));
    this.exitWith(deployExitCode(result));
    return { ...result, ...deployOutcome(result) };
  }
}
