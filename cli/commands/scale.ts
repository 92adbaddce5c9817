import { Flags } from '@oclif/core';
import type { Environment } from '../../environments/model/index.js';
import { BacklotError } from '../../modules/values/backlot-error.js';
import { askApproval, requireAnswers } from '../base-command/approval.js';
import { CanaryCommand, timeoutFlag } from '../base-command/canary-command.js';
import { approvalFlags, contextFlag } from '../base-command/flags.js';
import type { ScaleResult } from '../running/day-two/index.js';
import { scaledText, scalePlanText } from '../terminal/day-two/scale-text.js';
import { environmentLine } from '../terminal/environment-line.js';

/** Sets how many pods a service has. */
export default class Scale extends CanaryCommand<ScaleResult> {
  static override summary = 'Set how many pods a service has, now and without a deploy.';
  static override description =
    "ENV SERVICE N, or MIN-MAX for a service with an autoscaler, whose bounds are changed. The environment's file stays as it is: the next deploy goes back to it, with --for not before that time is over. --reset goes back at once. It waits until the pods are ready.";
  static override examples = [
    '<%= config.bin %> scale prod api 6-24 --for 2h',
    '<%= config.bin %> scale prod processor 8',
    '<%= config.bin %> scale prod api --reset',
  ];
  static override flags = {
    for: Flags.string({
      env: 'BACKLOT_FOR',
      helpValue: 'DURATION',
      description: 'Deploys keep it so long (30m, 2h, 3d).',
      exclusive: ['reset'],
    }),
    reset: Flags.boolean({ description: "Go back to what the environment's file says." }),
    wait: Flags.boolean({ allowNo: true, default: true, description: 'Wait until the pods are ready.' }),
    ...approvalFlags,
    ...timeoutFlag,
    ...contextFlag,
  };

  async run(): Promise<ScaleResult> {
    const { args, flags } = await this.parse(Scale);
    const { environment, services } = await this.meant(args);
    const [service, replicas, ...more] = services;
    const { confirm, context, reset = false, timeout, wait, yes } = flags;
    if (!service || more.length > 0 || (replicas === undefined) !== reset) throw usage(environment, service);
    const question = { verb: 'scale', environment, answers: { yes, confirm } };
    requireAnswers(question, this.terminal, this.wants.events);
    const paint = this.paint('stderr');
    const told = `no longer waiting; the cluster goes on: ${this.bin} events ${environment.id} ${service}`;
    const result = await this.interruptibly(told, (signal) =>
      this.operations.scaleService(environment, {
        service,
        replicas,
        for: flags.for,
        context,
        wait,
        signal,
        progress: this.view,
        timeoutMs: this.milliseconds(timeout),
        approve: (plan, { access }) => {
          const preview = `${environmentLine(environment, paint)}\n${scalePlanText(plan, access.context, paint)}`;
          return askApproval(question, preview, this.terminal, this.view);
        },
      }),
    );
    this.print(scaledText(result));
    return result;
  }
}

function usage({ id, services }: Environment, service = Object.keys(services)[0]): BacklotError {
  return new BacklotError({
    code: 'InvalidArguments',
    message: 'name one service and its number of pods, or --reset',
    exitCode: 3,
    actions: service
      ? [`backlot scale ${id} ${service} 6`, `backlot scale ${id} ${service} --reset`]
      : [`backlot config ${id}`],
  });
}
