import { rm } from 'node:fs/promises';
import type { Session } from '../../session/open/session.js';
import { describeLoss, type LossGate, lossesOf } from '../losses/index.js';
import type { PlanResult, StackPlan } from '../plan/plan-result.js';
import { summarizePlan } from '../plan/plan-summary.js';
import type { ClusterPhases } from './cluster-phases.js';
import type { DeployResult } from './deploy-result.js';
import { type ResumedCommand, summarizeDeploy, withCluster } from './deploy-summary.js';
import type { PlannedStacks } from './planned-stacks.js';
import { Rollout, wavesFolder } from './rollout.js';

/** What is applied, and how. */
export interface ApplyPlannedProps {
  readonly session: Session;
  readonly planned: PlannedStacks;
  readonly cluster: ClusterPhases;
  readonly command: ResumedCommand;
  readonly continueDeferred: boolean;
  readonly refresh: boolean;
  /** Asked for deferred stacks that turn out to destroy or replace something: an approval covers what was shown. */
  readonly approve: (plan: PlanResult) => Promise<boolean>;
  readonly gate: LossGate;
  readonly began: number;
}

/** Applies what was planned: the stacks, and when all of them are there, what is wanted in the cluster. */
export async function applyPlanned(props: ApplyPlannedProps): Promise<DeployResult> {
  const { cluster, began, command } = props;
  const stacks = await applyStacks(props);
  if (stacks.outcome !== 'complete' || !cluster.wanted) return stacks;
  return withCluster(stacks, await cluster.deploy(), { began, command });
}

async function applyStacks({ session, planned: { plan, planned, folder }, ...props }: ApplyPlannedProps) {
  const { began, command } = props;
  if (planned.size === 0) return summarizeDeploy(session, [], { began, command });
  const started = performance.now();
  const waves = wavesFolder(folder);
  const verb = command === 'rollback' ? 'Roll back' : 'Deploy';
  session.progress.emit({ type: 'step-started', id: 'apply', title: `${verb} ${session.environment.id}` });
  try {
    const rollout = new Rollout({
      session,
      planned,
      folder: waves,
      continueDeferred: props.continueDeferred,
      refresh: props.refresh,
      gate: props.gate,
      approve: async (stacks) => {
        const refusal = refusedLater(session, stacks, props.gate);
        if (refusal) return refusal;
        const later = { ...summarizePlan(session, stacks, performance.now() - started), planId: plan.planId };
        const agreed =
          (await props.approve(later)) && (await props.gate.confirm(stacks, { reviewed: false, planId: 'none' }));
        return agreed || 'its changes were cancelled';
      },
    });
    const result = summarizeDeploy(session, await rollout.run(), { began, command });
    const durationMs = performance.now() - started;
    session.progress.emit({ type: 'step-finished', id: 'apply', status: STATUS[result.outcome], durationMs });
    return result;
  } finally {
    await rm(waves, { recursive: true, force: true });
  }
}

/** Why plans that could only be made now are left as they are; undefined when nothing stands in the way. */
function refusedLater(session: Session, stacks: readonly StackPlan[], gate: LossGate): string | undefined {
  const guards = stacks.flatMap((stack) => stack.guards ?? []);
  if (guards.length > 0) return guards.map(({ physical, reason }) => `${physical}: ${reason}`).join('; ');
  if (!gate.names(stacks) || (lossesOf(stacks).length > 0 && !gate.asks)) return lostUnnamed(session, stacks);
  return undefined;
}

/** Planned only now, and nobody named what it would lose: it stays, and the next plan shows it from the beginning. */
function lostUnnamed({ progress, environment }: Session, stacks: readonly StackPlan[]): string {
  const losses = lossesOf(stacks);
  const lines = losses.flatMap(describeLoss).join('\n');
  progress.emit({
    type: 'note',
    level: 'warning',
    message: `what could only be planned now would lose data:\n${lines}`,
  });
  const names = losses.map(({ name }) => name).join(', ');
  return `it would lose ${names}, which nobody named: backlot plan ${environment.id} shows it`;
}

const STATUS = {
  complete: 'done',
  partial: 'deferred',
  held: 'deferred',
  failed: 'failed',
  interrupted: 'interrupted',
} as const;
