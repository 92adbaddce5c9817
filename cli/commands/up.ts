import { BacklotError } from '../../modules/values/backlot-error.js';
import { deployWishes } from '../base-command/deploy-wishes.js';
import {
  deployExitCode,
  deployFlags,
  deployOutcome,
  EnvironmentCommand,
  environmentArg,
  lockFlag,
  runFlags,
  type WithError,
} from '../base-command/index.js';
import type { DeployResult } from '../delivery/deploy/index.js';
import type { SandboxStatus } from '../lifecycle/sandbox/index.js';
import { deployReport } from '../terminal/deploy-report.js';
import { environmentLine } from '../terminal/environment-line.js';
import { lookAround } from '../terminal/look-around.js';

/** What `up --json` prints. */
export type UpResult = WithError<DeployResult> & { readonly sandbox: SandboxStatus };

/** From nothing to a whole cloud on this machine. */
export default class Up extends EnvironmentCommand<UpResult> {
  static override summary =
    'Start the cloud of this machine and build an environment in it: stacks, cluster and services.';
  static override description =
    'Short for `sandbox up` and `deploy local --yes`. Refuses an environment that lives in a real account. Run again, it changes only what differs.';
  static override examples = ['<%= config.bin %> up', '<%= config.bin %> up local --json'];
  static override args = {
    environment: {
      ...environmentArg.environment,
      description: 'A sandbox environment. Default: $BACKLOT_ENVIRONMENT, else local',
    },
  };
  static override flags = { ...deployFlags, ...runFlags, ...lockFlag };

  async run(): Promise<UpResult> {
    const { args, flags } = await this.parse(Up);
    const environment = await this.environment(args.environment || this.terminal.env.BACKLOT_ENVIRONMENT || 'local');
    if (environment.target !== 'sandbox') {
      throw new BacklotError({
        code: 'NotASandbox',
        message: `'${environment.id}' lives in AWS account ${environment.aws.accountId}: 'up' builds sandbox environments only and doesn't ask`,
        exitCode: 3,
        actions: [`backlot up local`, `backlot deploy ${environment.id}`],
      });
    }
    this.view.say(environmentLine(environment, this.paint('stderr')));
    const { accountId, region } = environment.aws;
    // The cluster is started by the deploy, while the stacks are built.
    await this.operations.sandboxUp({ progress: this.view, accountId, region, cluster: false });
    const result = await this.operations.deploy(environment, {
      progress: this.view,
      ...deployWishes(flags),
      approve: async () => true,
    });
    const sandbox = await this.operations.sandboxStatus(environment.id);
    this.print(deployReport(result, { width: this.tableWidth, paint: this.paint() }));
    if (result.outcome === 'complete' && sandbox.aws.endpoint) {
      const { endpoint } = sandbox.aws;
      const text = lookAround({
        bin: this.bin,
        environment: environment.id,
        endpoint,
        region: result.region,
        kubeconfig: result.cluster?.kubeconfig,
        services: result.cluster?.services?.map(({ service }) => service),
      });
      this.print(`\n${text}`);
    }
    this.exitWith(deployExitCode(result));
    return { ...deployOutcome(result), sandbox };
  }
}
