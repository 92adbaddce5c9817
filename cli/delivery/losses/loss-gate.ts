import { nearestWord } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { withoutFlag } from '../../kernel/command-line.js';
import type { Session } from '../../session/open/session.js';
import type { SessionStack } from '../../session/stacks/session-stack.js';
import type { ReleasedLoss } from '../releases/released-loss.js';
import { describeLoss } from './describe-loss.js';
import { judgePlans } from './find-losses.js';
import type { JudgedPlan } from './judged-plan.js';
import { makeLastCopies } from './last-copies.js';
import type { Loss } from './loss.js';

/** Where a loss is asked about, and how it was come by. */
export interface LossQuestion {
  /** Whether the plan that is applied was saved before and listed all of these: somebody could review it. */
  readonly reviewed: boolean;
  /** What the person called, for next steps. */
  readonly command: string;
  /** Id under which the plan is saved now. */
  readonly planId: string;
}

/** Has a person, or a reviewed plan, confirm losses that were named; false declines. */
export type ConfirmLosses = (losses: readonly Loss[], question: LossQuestion) => Promise<boolean>;

/** What a run was told it may lose. */
export interface LossOptions {
  /** Names, as `--lose` gave them. @default nothing may be lost */
  readonly lose?: readonly string[];
  /** @default only what a saved plan listed */
  readonly confirmLosses?: ConfirmLosses;
  /** Whether a person can be asked. @default true */
  readonly canAsk?: boolean;
}

/** What a gate is made with. */
export interface LossGateProps extends LossOptions {
  readonly environment: string;
  /** What the person called, for next steps: `backlot deploy local --image api=1.2.0`. */
  readonly command: string;
  /** Whether no name opens it: the operation never loses data. @default false */
  readonly closed?: boolean;
  /** Looks into what a plan takes away. @default the look that plans are judged by */
  readonly judge?: typeof judgePlans;
}

/**
 * The one gate in front of data: no plan is applied that would lose any which wasn't named and confirmed. `--yes` never
 * passes it.
 */
export class LossGate {
  private readonly accepted = new Set<string>();
  private readonly gone: ReleasedLoss[] = [];
  private checked: readonly JudgedPlan[] = [];

  constructor(private readonly props: LossGateProps) {}

  /** What was lost so far, for the record of the release. */
  get lost(): readonly ReleasedLoss[] {
    return this.gone;
  }

  /**
   * Refuses plans that would lose what wasn't named, or stop half way; nothing is asked yet.
   *
   * @throws BacklotError `DataProtected`, `DeletionGuarded`; nothing was changed.
   */
  check(plans: readonly JudgedPlan[], planId: string): void {
    this.checked = plans;
    const losses = lossesOf(plans);
    const unnamed = losses.filter(({ name }) => !this.named(name));
    if (unnamed.length > 0) throw dataProtected(this.props, losses, unnamed, planId);
    const guards = plans.flatMap((plan) => plan.guards ?? []);
    if (guards.length === 0) return;
    throw new BacklotError({
      code: 'DeletionGuarded',
      message: `${guards.length} ${guards.length === 1 ? 'thing' : 'things'} cannot be deleted as they are; nothing was changed\n${guards.map(({ physical, address, stack, reason }) => `  ${physical} (${stack}: ${address}): ${reason}`).join('\n')}`,
      actions: [this.props.command],
      details: { guards },
    });
  }

  /** Whether somebody can be asked while the run goes on. */
  get asks(): boolean {
    return this.props.canAsk ?? true;
  }

  /** Whether all that the plans would lose was named. */
  names(plans: readonly JudgedPlan[]): boolean {
    return lossesOf(plans).every(({ name }) => this.named(name));
  }

  /** Has what the plans would lose confirmed; false when it is declined. {@link check} comes before it. */
  async confirm(plans: readonly JudgedPlan[], question: Omit<LossQuestion, 'command'>): Promise<boolean> {
    const open = lossesOf(plans).filter((loss) => !this.accepted.has(keyOf(loss)));
    if (open.length === 0) return true;
    const { confirmLosses = async (_, { reviewed }) => reviewed } = this.props;
    if (!(await confirmLosses(open, { ...question, command: this.props.command }))) return false;
    for (const loss of open) this.accepted.add(keyOf(loss));
    return true;
  }

  /**
   * Makes way for the apply of one stack: a last copy of each store that goes, where there is a way to make one, and what is
   * only deleted empty is emptied. What was empty when the plan was made is looked into once more before: since then
   * somebody was asked, and other stacks were applied.
   *
   * @throws BacklotError `DataProtected` when something wasn't confirmed, `LastCopyFailed`, `StoreNotEmptied`; the stack was
   *   left as it is.
   */
  async makeWay(session: Session, stack: SessionStack, plan: JudgedPlan): Promise<void> {
    const losses = plan.losses ?? [];
    const unconfirmed = losses.filter((loss) => !this.accepted.has(keyOf(loss)));
    if (unconfirmed.length > 0) throw dataProtected(this.props, losses, unconfirmed, undefined);
    const since = await this.filledSince(session, plan);
    if (since.length > 0) throw filledMeanwhile(this.props, since);
    if (losses.length > 0) await makeLastCopies(session, stack, losses, (lost) => this.gone.push(lost));
  }

  /** What a plan would lose now, and nobody confirmed. A key was judged with all that goes: its last copies come on the way. */
  private async filledSince(session: Session, plan: JudgedPlan): Promise<Loss[]> {
    const { judge = judgePlans } = this.props;
    const beside = this.checked.filter(({ id }) => id !== plan.id);
    const { losses } = await judge(
      session,
      [plan, ...beside].map((each) => ({ plan: each })),
    );
    return losses.filter(
      (loss) => loss.stack === plan.id && loss.type !== 'aws_kms_key' && !this.accepted.has(keyOf(loss)),
    );
  }

  private named(name: string): boolean {
    return this.props.lose?.includes(name) ?? false;
  }
}

/** What was confirmed: a store may be cut short first and replaced later. */
function keyOf({ stack, address, action }: Loss): string {
  return [stack, address, action].join(' ');
}

/** A gate that lets nothing pass that would lose data, for operations that never should. */
export function closedGate(session: Pick<Session, 'environment'>, command: string): LossGate {
  return new LossGate({ environment: session.environment.id, command, closed: true });
}

/** All that plans would lose. */
export function lossesOf(plans: readonly JudgedPlan[]): Loss[] {
  return plans.flatMap((plan) => plan.losses ?? []);
}

function dataProtected(
  { command, environment, closed = false, lose = [] }: LossGateProps,
  losses: readonly Loss[],
  unnamed: readonly Loss[],
  planId: string | undefined,
): BacklotError {
  const back = waysBack(unnamed);
  const rest = unnamed.some(({ undone, wayBack }) => !wayBack && !undone);
  const flags = losses.map(({ name }) => ` --lose ${name}`).join('');
  const plan = planId === undefined || command.includes(' --plan ') ? '' : ` --plan ${planId}`;
  const one = unnamed.length === 1;
  return new BacklotError({
    code: 'DataProtected',
    message: `${one ? 'one store would lose' : `${unnamed.length} stores would lose`} data, which nobody asked for; nothing was changed\n${unnamed.map((loss) => describeLoss(loss).join('\n')).join('\n')}`,
    actions: [
      ...back,
      ...(rest ? [`backlot backups create ${environment}`] : []),
      ...(closed ? [`backlot plan ${environment}`] : [`${command}${plan}${flags}`]),
    ],
    hints: misnamed(lose, losses),
    details: { losses },
  });
}

function filledMeanwhile({ command, environment, closed }: LossGateProps, losses: readonly Loss[]): BacklotError {
  const names = losses.map(({ name }) => name);
  return new BacklotError({
    code: 'DataProtected',
    message: `${names.join(', ')} held nothing when the plan was made, and holds data by now; stack '${losses[0]?.stack}' was left as it is\n${losses.map((loss) => describeLoss(loss).join('\n')).join('\n')}`,
    actions: [closed ? `backlot plan ${environment}` : withoutFlag(command, 'plan', 'a value')],
    details: { losses },
  });
}

/** What was named and is none of what would be lost, with the name that may have been meant. */
function misnamed(lose: readonly string[], losses: readonly Loss[]): string[] {
  const names = losses.map(({ name }) => name);
  return lose
    .filter((name) => !names.includes(name))
    .map((name) => {
      const near = nearestWord(name, names);
      return `'${name}' is none of what would be lost${near ? `: did you mean '${near}'?` : ''}`;
    });
}

/** The commands that take things back: those of one kind in one. */
function waysBack(losses: readonly Loss[]): string[] {
  const commands = losses.flatMap(({ wayBack }) => (wayBack ? [wayBack.command] : []));
  const recovering = commands.filter((each) => each.startsWith(RECOVER));
  const names = recovering.map((each) => each.split(' ').at(-1));
  const together =
    recovering.length > 0 ? [`${recovering[0]?.split(' ').slice(0, 3).join(' ')} ${names.join(' ')}`] : [];
  return [...together, ...commands.filter((each) => !each.startsWith(RECOVER))];
}

const RECOVER = 'backlot recover ';
