import type { ActOptions, ActResult } from '../delivery/canary/index.js';
import { actedText, planText } from '../terminal/canary/acted-table.js';
import { environmentLine } from '../terminal/environment-line.js';
import { type ApprovalAnswers, askApproval, requireAnswers } from './approval.js';
import { CanaryCommand, type NamedCanaries } from './canary-command.js';
import { actOutcome, type WithError } from './canary-outcome.js';

/** What the flags and arguments of a verb say. */
export interface ActRequest extends Pick<ActOptions, 'verb' | 'all' | 'group' | 'context' | 'full' | 'force'> {
  readonly args: NamedCanaries;
  readonly timeout?: string;
  /** Ask in protected environments, and before all traffic goes to what no analysis has judged. @default never ask: it takes traffic away from a canary, or nothing */
  readonly answers?: ApprovalAnswers;
}

/** Base of the commands that do something to canaries. */
export abstract class CanaryActCommand extends CanaryCommand<WithError<ActResult>> {
  /** Shows what will be done, asks where it must, does it, and sets the exit code. */
  protected async act(request: ActRequest): Promise<WithError<ActResult>> {
    const { all, answers, args, context, force, full, group, timeout, verb } = request;
    const { environment, services } = await this.meant(args);
    const asks = answers !== undefined && environment.protected;
    const words = [environment.id, ...services].join(' ');
    if (asks) requireAnswers({ verb: `canary ${verb}`, environment, answers }, this.terminal, this.wants.events);
    const paint = this.paint('stderr');
    const options: ActOptions = {
      verb,
      services,
      all,
      group,
      context,
      full,
      force,
      progress: this.view,
      timeoutMs: this.milliseconds(timeout),
      approve: async (plans, { access }) => {
        const preview = `${environmentLine(environment, paint)}  ${planText(plans, access.context, paint)}`;
        const question = { verb: `${verb} in`, environment, answers: answers ?? NO_ANSWERS };
        const unproven = answers !== undefined && plans.some((plan) => plan.unproven);
        if (unproven) requireAnswers({ ...question, verb: `canary ${verb}` }, this.terminal, this.wants.events);
        if (asks || unproven) return askApproval(question, preview, this.terminal, this.view);
        this.view.say(preview);
        return true;
      },
    };
    const told = `no longer waiting; what was asked for goes on: ${this.bin} canary status ${words}`;
    const acted = await this.interruptibly(told, (signal) =>
      this.operations.actOnCanaries(environment, { ...options, signal }),
    );
    this.print(actedText(acted, this.paint()));
    const { exitCode, result } = actOutcome(acted);
    this.exitWith(exitCode);
    return result;
  }
}

const NO_ANSWERS: ApprovalAnswers = { yes: true };
