import { Flags } from '@oclif/core';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { Duration } from '../../../modules/values/duration.js';
import { askApproval, requireAnswers } from '../../base-command/approval.js';
import { timeoutFlag } from '../../base-command/canary-command.js';
import { durationFlag } from '../../base-command/duration-flag.js';
import { EnvironmentCommand } from '../../base-command/environment-command.js';
import { approvalFlags, contextFlag, lockFlag } from '../../base-command/flags.js';
import { type Interrupts, processInterrupts } from '../../kernel/interrupts.js';
import type { UpgradeResult } from '../../running/cluster-upgrade/index.js';
import { upgradeText } from '../../terminal/day-two/upgrade-text.js';
import { deployPreview } from '../../terminal/deploy-preview.js';
import { environmentLine } from '../../terminal/environment-line.js';

const CODES: Partial<Record<UpgradeResult['outcome'], number>> = { blocked: 2, failed: 1 };
const STOPS: Readonly<Record<string, number>> = { UpgradeTimedOut: 69, Interrupted: 130 };

/** Takes the cluster to a newer version of Kubernetes. */
export default class ClusterUpgrade extends EnvironmentCommand<UpgradeResult> {
  static override summary = 'Check what an upgrade of Kubernetes meets, and do it: control plane, add-ons, nodes.';
  static override description =
    "Checks first, and exits with 2 when something blocks. The version is what the environment's file says: where it is not there yet, the line to change is printed and nothing is done. Each step looks first, so an upgrade that was interrupted goes on when the command is run again.";
  static override examples = [
    '<%= config.bin %> cluster upgrade prod',
    '<%= config.bin %> cluster upgrade prod --to 1.36 --check',
    '<%= config.bin %> cluster upgrade staging --yes',
  ];
  static override flags = {
    to: Flags.string({
      env: 'BACKLOT_TO',
      helpValue: 'VERSION',
      description: 'Such as 1.36. Default: what the file declares, else the next one.',
    }),
    check: Flags.boolean({ description: 'Only check; change nothing.' }),
    ...approvalFlags,
    ...timeoutFlag,
    ...lockFlag,
    ...contextFlag,
  };

  /** What asks it to stop. */
  interrupts: Interrupts = processInterrupts;

  async run(): Promise<UpgradeResult> {
    const { args, flags } = await this.parse(ClusterUpgrade);
    const { environment, origins } = await this.loaded(args.environment);
    const { check, confirm, context, timeout, to, yes } = flags;
    const question = { verb: 'upgrade the cluster of', environment, answers: { yes, confirm } };
    const origin = origins.get('cluster.version');
    const paint = this.paint('stderr');
    const result = await this.operations.upgradeCluster(environment, {
      to,
      context,
      checkOnly: check,
      progress: this.view,
      interrupts: this.interrupts,
      lockTimeoutMs: durationFlag('lock-timeout', flags['lock-timeout']),
      timeoutMs: timeout === undefined ? undefined : Duration.parse(timeout).toSeconds() * 1000,
      declaredAt: origin && { file: origin.file, line: origin.line },
      approve: (plan) => {
        requireAnswers({ ...question, verb: 'cluster upgrade' }, this.terminal, this.wants.events);
        const preview = `${environmentLine(environment, paint)}\n${upgradeText(plan, paint)}`;
        return askApproval(question, preview, this.terminal, this.view);
      },
      deployStack: async () => {
        const deployed = await this.operations.deploy(environment, {
          stacks: ['cluster'],
          only: ['stacks'],
          lockTimeoutMs: durationFlag('lock-timeout', flags['lock-timeout']),
          progress: this.view,
          approve: (plan, services) => {
            const preview = deployPreview(plan, services, { width: this.width, paint });
            const asked = { ...question, verb: 'change the stack of the cluster of' };
            return askApproval(asked, preview, this.terminal, this.view);
          },
        });
        const failed = deployed.stacks.find(({ error }) => error)?.error;
        if (deployed.outcome === 'complete' || deployed.outcome === 'partial') return;
        throw new BacklotError({
          code: failed?.code ?? 'DeployFailed',
          message: failed?.message ?? `the stack of the cluster is ${deployed.outcome}`,
          source: 'upstream',
          actions: failed?.actions ?? [`backlot deploy ${environment.id} --stack cluster`],
        });
      },
    });
    this.print(upgradeText(result, this.paint()));
    this.exitWith(STOPS[result.error?.code ?? ''] ?? CODES[result.outcome] ?? 0);
    return result;
  }
}
