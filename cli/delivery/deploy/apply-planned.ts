import { rm } from 'node:fs/promises';
import type { Session } from '../../session/open/session.js';
import type { PlanResult } from '../plan/plan-result.js';
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
  /** Asked for deferred stacks that turn out to destroy or replace something. */
  readonly approve: (plan: PlanResult) => Promise<boolean>;
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
      approve: async (stacks) =>
        props.approve({ ...summarizePlan(session, stacks, performance.now() - started), planId: plan.planId }),
    });
    const result = summarizeDeploy(session, await rollout.run(), { began, command });
    const durationMs = performance.now() - started;
    session.progress.emit({ type: 'step-finished', id: 'apply', status: STATUS[result.outcome], durationMs });
    return result;
  } finally {
    await rm(waves, { recursive: true, force: true });
  }
}

const STATUS = {
  complete: 'done',
  partial: 'deferred',
  held: 'deferred',
  failed: 'failed',
  interrupted: 'interrupted',
} as const;
