import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { stackStep } from '../../session/journal/index.js';
import type { Session } from '../../session/open/session.js';
import { type NodeOutcome, walkGraph } from '../../session/stacks/scheduler.js';
import type { SessionStack } from '../../session/stacks/session-stack.js';
import type { LossGate } from '../losses/index.js';
import { assertStillFree } from '../plan/outside.js';
import type { StackPlan } from '../plan/plan-result.js';
import type { PlannedStack } from '../plan/plan-stack.js';
import { planStacks } from '../plan/plan-stacks.js';
import { planFile } from '../plan/saved-plan.js';
import type { StackDeployment } from '../releases/applied-stack.js';
import { applyStack } from './apply-stack.js';
import { createsNamed } from './creates-named.js';

/** What a rollout starts from. */
export interface RolloutProps {
  readonly session: Session;
  /** What was planned, and is approved. */
  readonly planned: ReadonlyMap<string, PlannedStack>;
  /** Takes the plans that are made on the way. */
  readonly folder: string;
  /** Plan and apply the deferred stacks too, as soon as what they wait for is there. */
  readonly continueDeferred: boolean;
  readonly refresh: boolean;
  /** Asked for deferred stacks that turn out to destroy, replace or lose something; words say why they are left as they are. */
  readonly approve: (plans: readonly StackPlan[]) => Promise<true | string>;
  readonly gate: LossGate;
}

/**
 * Applies planned stacks in graph order. A deferred stack is planned and applied as soon as what it depends on is; when
 * it would destroy or replace something it is set aside, and asked about once nothing else is left to do.
 */
export class Rollout {
  private readonly done = new Map<string, StackDeployment>();
  private readonly planned: Map<string, PlannedStack>;
  private readonly aside = new Set<string>();

  constructor(private readonly props: RolloutProps) {
    this.planned = new Map(props.planned);
  }

  /** What happened to each stack, in graph order. */
  async run(): Promise<StackDeployment[]> {
    const { session, approve } = this.props;
    const stacks = session.selected.filter(({ id }) => this.planned.has(id));
    for (;;) {
      this.aside.clear();
      const open = stacks.filter(({ id }) => !this.ended(id));
      const stopped = () => session.interruption.requested;
      await walkGraph(this.order(open), { parallelism: session.parallelism, stopped }, (stack) => this.take(stack));
      const asked = stacks.flatMap(({ id }) => (this.aside.has(id) ? (this.planned.get(id)?.plan ?? []) : []));
      if (asked.length === 0 || session.interruption.requested) break;
      const answer = await approve(asked);
      if (answer !== true) for (const { id } of asked) this.end(id, { status: 'skipped', reason: answer });
    }
    for (const { id } of stacks) if (!this.done.has(id)) this.end(id, this.whyNot(id));
    return Promise.all(stacks.flatMap((stack) => this.withResources(stack)));
  }

  /** Ended for good, so that it isn't taken again after a question. */
  private ended(id: string): boolean {
    return this.done.has(id);
  }

  /** A dependant of something that has ended badly is left out: only what can still be done is walked. */
  private order(open: readonly SessionStack[]): SessionStack[] {
    const blocked = new Set([...this.done.values()].filter(({ status }) => STOPS.has(status)).map(({ id }) => id));
    return open.filter((stack) => {
      const stops = stack.dependsOn.some((id) => blocked.has(id));
      if (stops) blocked.add(stack.id);
      return !stops;
    });
  }

  private async take(stack: SessionStack): Promise<NodeOutcome> {
    const { continueDeferred } = this.props;
    let made = this.planned.get(stack.id);
    if (made?.plan.status === 'deferred') {
      if (!continueDeferred) {
        this.end(stack.id, { status: 'deferred', reason: made.plan.reason });
        return 'stopped';
      }
      made = await this.planAgain(stack);
      if (made && (made.plan.destroy > 0 || made.plan.replace > 0 || made.plan.losses)) {
        this.aside.add(stack.id);
        return 'stopped';
      }
    }
    return made ? this.apply(stack, made) : 'stopped';
  }

  private async planAgain(stack: SessionStack): Promise<PlannedStack | undefined> {
    const { session, folder, refresh } = this.props;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    try {
      const again = await planStacks(session, [stack], { refresh, folder, parent: 'apply' });
      const made = again.get(stack.id);
      if (made) this.planned.set(stack.id, made);
      return made;
    } catch (error) {
      // Interrupted while planning: it was not started.
      if (session.interruption.requested) return undefined;
      throw error;
    }
  }

  private async apply(stack: SessionStack, made: PlannedStack): Promise<NodeOutcome> {
    const { plan } = made;
    const { id } = stack;
    if (plan.status === 'failed') this.end(id, { status: 'failed', error: plan.error });
    else if (plan.status === 'deferred') this.end(id, { status: 'deferred', reason: plan.reason });
    else if (plan.status === 'unchanged') {
      const state = await this.props.session.readState(stack);
      this.end(id, { status: 'unchanged', resources: state?.resources.length ?? 0 });
      (await this.props.session.unsettled()).settle(stackStep(id));
    } else {
      const file = made.file ?? planFile(this.props.folder, id);
      const creates = made.creates ?? createsNamed(plan);
      // A plan that was made before this run: others may have taken names of it since.
      const before = made.creates === undefined && plan.add > 0 ? assertStillFree : undefined;
      const options = { file, plan, gate: this.props.gate, purpose: 'apply', creates, before } as const;
      const applied = await applyStack(this.props.session, stack, options);
      if (stack.orphan && applied.resources === 0) await this.props.session.cloud.states.remove(stack.state);
      this.done.set(id, applied);
    }
    return STOPS.has(this.done.get(id)?.status ?? 'failed') ? 'stopped' : 'ok';
  }

  /** What was not touched has the resources that it had. */
  private withResources(stack: SessionStack): Promise<StackDeployment>[] {
    const deployment = this.done.get(stack.id);
    if (!deployment) return [];
    if (deployment.status === 'applied' || deployment.resources > 0) return [Promise.resolve(deployment)];
    // Where the store is silent by now, what went wrong is more than this number.
    const read = this.props.session.readState(stack).catch(() => undefined);
    return [read.then((state) => ({ ...deployment, resources: state?.resources.length ?? 0 }))];
  }

  private end(id: string, parts: Pick<StackDeployment, 'status'> & Partial<StackDeployment>): void {
    const nothing = { add: 0, change: 0, replace: 0, destroy: 0, resources: 0, durationMs: 0 };
    this.done.set(id, { id, ...nothing, ...parts });
  }

  /** Why a stack was never taken. */
  private whyNot(id: string): Pick<StackDeployment, 'status' | 'reason'> {
    const { session, continueDeferred } = this.props;
    if (session.interruption.requested) return { status: 'skipped', reason: 'stopped before it was started' };
    const stack = session.stacks.find((each) => each.id === id);
    const causes = (stack?.dependsOn ?? []).filter((upstream) =>
      STOPS.has(this.done.get(upstream)?.status ?? 'applied'),
    );
    const deferred = !continueDeferred && causes.every((upstream) => this.done.get(upstream)?.status === 'deferred');
    const reason = `'${causes.join("', '")}' ${deferred ? 'is deferred' : 'was not applied'}`;
    return { status: deferred ? 'deferred' : 'skipped', reason };
  }
}

/** What keeps dependants from being started. */
const STOPS: ReadonlySet<StackDeployment['status']> = new Set(['failed', 'skipped', 'deferred', 'interrupted']);

/** The folder of plans that are made on the way, beside those of the saved plan. */
export function wavesFolder(manifestFolder: string): string {
  return `${dirname(manifestFolder)}/.waves-${process.pid}`;
}
