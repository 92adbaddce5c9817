import { Flags } from '@oclif/core';
import { servicePlanWishes } from '../base-command/deploy-wishes.js';
import {
  adoptFlag,
  deployFlags,
  EnvironmentCommand,
  exitCodeFlag,
  planOutcome,
  refreshFlag,
  runFlags,
  type WithError,
} from '../base-command/index.js';
import { type Loss, lossesOf } from '../delivery/losses/index.js';
import type { EnvironmentPlan } from '../delivery/plan/index.js';
import { nextSteps } from '../kernel/next-steps.js';
import { environmentLine } from '../terminal/environment-line.js';
import { planDiff } from '../terminal/plan/plan-diff.js';
import { servicePlan } from '../terminal/service-changes.js';

/** Shows what a deploy would change, and saves it. */
export default class Plan extends EnvironmentCommand<WithError<EnvironmentPlan>> {
  static override summary = 'Show what a deploy would change, and save it as a plan.';
  static override description =
    'Destroys come first. Drift (what was changed outside of the stacks) is named by resource and attribute. A stack whose upstream is not applied yet is deferred. Services are compared with what the cluster runs, where it can be asked.';
  static override examples = [
    '<%= config.bin %> plan dev',
    {
      description: 'In CI: exit with 2 when something would change',
      command: '<%= config.bin %> plan prod --detailed-exitcode --json',
    },
    {
      description: 'One stack, without asking the cloud',
      command: '<%= config.bin %> plan dev --stack network --no-refresh',
    },
  ];
  static override flags = {
    ...runFlags,
    ...refreshFlag,
    ...exitCodeFlag,
    ...adoptFlag,
    image: deployFlags.image,
    context: deployFlags.context,
    verbose: Flags.boolean({
      env: 'BACKLOT_VERBOSE',
      description: 'List every resource that is created, and outputs.',
    }),
  };

  async run(): Promise<WithError<EnvironmentPlan>> {
    const { args, flags } = await this.parse(Plan);
    const { environment, origins } = await this.loaded(args.environment);
    const plan = await this.operations.plan(environment, {
      progress: this.view,
      origins,
      stacks: flags.stack,
      parallelism: flags.parallelism,
      refresh: flags.refresh,
      adopt: flags.adopt,
      ...servicePlanWishes(flags),
    });
    const paint = this.paint();
    this.print(`${environmentLine(environment, paint)}\n`);
    this.print(planDiff(plan, { width: this.width, paint, verbose: flags.verbose }));
    if (plan.services) this.print(`\n${servicePlan(plan.services, { paint })}`);
    if (plan.totals.failed > 0) this.exitWith(1);
    else if (plan.hasChanges) {
      const only = (flags.stack ?? []).map((id) => ` --stack ${id}`).join('');
      const losses = lossesOf(plan.stacks);
      const lose = losses.map(({ name }) => ` --lose ${name}`).join('');
      const apply = `${this.bin} deploy ${environment.id} --plan ${plan.planId}${only}${lose}`;
      if (losses.length === 0) this.print(`\nApply exactly this: ${apply}`);
      else this.print(`\n${losingPlan(losses, environment.id, apply)}`);
      if (flags['detailed-exitcode']) this.exitWith(2);
    }
    return planOutcome(plan);
  }
}

/** What keeps the data comes first: the line that gives it up is never the only one. */
function losingPlan(losses: readonly Loss[], environment: string, apply: string): string {
  const back = losses.flatMap(({ wayBack }) => (wayBack ? [wayBack.command] : []));
  const saving = losses.some(({ wayBack }) => !wayBack) ? [`backlot backups create ${environment}`] : [];
  const keep = nextSteps([...back, ...saving]).map((step) => `  ${step}`);
  const names = losses.map(({ name }) => name).join(', ');
  return [
    'Keep the data first, then plan again:',
    ...keep,
    `Or apply exactly this, which loses ${names}:`,
    `  ${apply}`,
  ].join('\n');
}
