import { Flags } from '@oclif/core';
import { askApproval, requireAnswers } from '../base-command/approval.js';
import { CanaryCommand, timeoutFlag } from '../base-command/canary-command.js';
import { approvalFlags, contextFlag } from '../base-command/flags.js';
import type { WithError } from '../base-command/outcome.js';
import type { RestartResult } from '../running/day-two/index.js';
import { restartPlanText } from '../terminal/day-two/scale-text.js';
import { environmentLine } from '../terminal/environment-line.js';
import { table } from '../terminal/table.js';

const CODES = { failed: 1, 'timed-out': 69, interrupted: 130 } as const;

/** Replaces all pods of services. */
export default class Restart extends CanaryCommand<WithError<RestartResult>> {
  static override summary = 'Replace all pods of services by new ones of the same version, few at a time.';
  static override description =
    'Never more are away at once than the service allows. It waits until all are new; after --timeout it exits with 69 while the cluster goes on, and running it again takes up the waiting.';
  static override examples = [
    '<%= config.bin %> restart prod api',
    '<%= config.bin %> restart prod api processor --yes',
  ];
  static override flags = {
    wait: Flags.boolean({ allowNo: true, default: true, description: 'Wait until all pods are new.' }),
    ...approvalFlags,
    ...timeoutFlag,
    ...contextFlag,
  };

  async run(): Promise<WithError<RestartResult>> {
    const { args, flags } = await this.parse(Restart);
    const { environment, services } = await this.meant(args);
    const { confirm, context, timeout, wait, yes } = flags;
    const question = { verb: 'restart services of', environment, answers: { yes, confirm } };
    requireAnswers({ ...question, verb: 'restart' }, this.terminal, this.wants.events);
    const paint = this.paint('stderr');
    const told = 'no longer waiting; the cluster goes on with it';
    const result = await this.interruptibly(told, (signal) =>
      this.operations.restartServices(environment, {
        services,
        context,
        wait,
        signal,
        progress: this.view,
        timeoutMs: this.milliseconds(timeout),
        approve: (plans, { access }) => {
          const preview = `${environmentLine(environment, paint)}\n${restartPlanText(plans, access.context)}`;
          return askApproval(question, preview, this.terminal, this.view);
        },
      }),
    );
    const columns = [
      { title: 'service', value: ({ service }: Row) => service },
      { title: 'status', value: ({ status }: Row) => status },
      { title: 'new pods', value: ({ ready }: Row) => String(ready), align: 'right' as const },
      { title: 'since', value: ({ restartedAt }: Row) => restartedAt },
      { title: 'why', value: ({ error }: Row) => error?.message ?? '', shrinks: true },
    ];
    this.print(table(result.services, columns, { width: this.tableWidth, paint: this.paint() }));
    const bad = (Object.keys(CODES) as (keyof typeof CODES)[]).find((status) =>
      result.services.some((each) => each.status === status),
    );
    if (!bad) return result;
    this.exitWith(CODES[bad]);
    const error = result.services.find(({ status }) => status === bad)?.error;
    return error ? { ...result, error } : result;
  }
}

type Row = RestartResult['services'][number];
