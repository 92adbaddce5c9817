import type { ApplyRun, PlanJson } from '../../adapters/terraform/index.js';
import type { StepStatus } from '../../kernel/progress.js';
import { reportError } from '../../kernel/reported-error.js';
import { keepApplied } from '../../session/applied/index.js';
import { withTerraform } from '../../session/driver/stack-terraform.js';
import { type JournalCreate, journaled, stackStep } from '../../session/journal/index.js';
import type { Session } from '../../session/open/session.js';
import type { SessionStack } from '../../session/stacks/session-stack.js';
import type { LossGate } from '../losses/index.js';
import type { StackPlan } from '../plan/plan-result.js';
import type { StackDeployment } from '../releases/applied-stack.js';
import { AppliedCounts } from './applied-counts.js';

/** What to apply. */
export interface ApplyStackOptions {
  /** The saved plan, and what it does. */
  readonly file: string;
  readonly plan: StackPlan;
  /** Lets the plan's losses of data through, or doesn't. */
  readonly gate: LossGate;
  /** Names log and steps. */
  readonly purpose: 'apply' | 'destroy';
  /** What the plan will create, for the journal. @default nothing */
  readonly creates?: readonly JournalCreate[];
  /** Looks at the plan before anything is begun, and may refuse it. @default nobody does */
  readonly before?: (session: Session, stack: SessionStack, plan: PlanJson) => Promise<void>;
}

/** Applies the saved plan of one stack; what goes wrong is part of the result. */
export async function applyStack(
  session: Session,
  stack: SessionStack,
  { file, plan, gate, purpose, creates, before: look }: ApplyStackOptions,
): Promise<StackDeployment> {
  const began = performance.now();
  const { progress } = session;
  const id = `${purpose}/${stack.id}`;
  const applied = new AppliedCounts();
  const touches = plan.add + plan.change + plan.replace + plan.destroy;
  progress.emit({ type: 'step-started', id, title: stack.id, parent: purpose });
  const seal = async (parts: Pick<StackDeployment, 'status'> & Partial<StackDeployment>): Promise<StackDeployment> => ({
    id: stack.id,
    ...applied.counts,
    // Where the store is silent by now, what went wrong is more than this number.
    resources: (await session.readState(stack).catch(() => undefined))?.resources.length ?? 0,
    durationMs: Math.round(performance.now() - began),
    ...parts,
  });
  let deployment: StackDeployment;
  try {
    const before = await session.readState(stack);
    const stateTypes = (before?.resources ?? []).map(({ type }) => type);
    const run = await withTerraform(
      session,
      stack,
      {
        purpose,
        stateTypes,
        onEvent: (event) => {
          if (applied.see(event)) {
            const message = `${applied.resources}/${touches} ${'address' in event ? event.address : ''}`;
            progress.emit({ type: 'step-progress', id, message });
          }
        },
      },
      async (terraform) => {
        if (look) await look(session, stack, await terraform.show(file));
        // Last of all: from here on nothing refuses the plan any more but AWS.
        await gate.makeWay(session, stack, plan);
        const entry = { step: stackStep(stack.id), intent: intentOf(stack, purpose, touches), creates };
        const outcome = ({ interrupted }: ApplyRun) => (interrupted ? 'interrupted' : 'done');
        return journaled(session.journal, entry, () => terraform.apply(file, before), outcome);
      },
    );
    deployment = await seal({ status: run.interrupted ? 'interrupted' : 'applied' });
  } catch (error) {
    deployment = await seal({ status: 'failed', error: reportError(error) });
  }
  // Whoever holds the lock now writes it.
  const lost = deployment.error?.code === 'LockLost';
  if (!lost) await keepApplied(session, stack, { purpose, status: deployment.status });
  progress.emit({ type: 'step-finished', id, ...describe(deployment) });
  return deployment;
}

function intentOf({ id }: SessionStack, purpose: 'apply' | 'destroy', touches: number): string {
  return `${purpose === 'apply' ? 'applying' : 'removing'} '${id}' (${touches} to change)`;
}

function describe(deployment: StackDeployment): { status: StepStatus; message?: string; durationMs: number } {
  const { status, error, durationMs } = deployment;
  const verbs = { add: 'added', change: 'changed', replace: 'replaced', destroy: 'destroyed' } as const;
  const counts = (['add', 'change', 'replace', 'destroy'] as const).filter((key) => deployment[key] > 0);
  const message = error?.message.split('\n')[0] ?? counts.map((key) => `${deployment[key]} ${verbs[key]}`).join(', ');
  const ended = status === 'failed' || status === 'interrupted' ? status : 'done';
  return { status: ended, ...(message ? { message } : {}), durationMs };
}
