import type { Session } from '../../session/open/session.js';
import { sumCounts } from '../plan/plan-changes.js';
import type { ClusterDeployment } from '../releases/applied-cluster.js';
import type { StackDeployment } from '../releases/applied-stack.js';
import { clusterOutcome } from './cluster-result.js';
import type { DeployResult } from './deploy-result.js';

/** What goes on, or does again, what wasn't finished. */
export type ResumedCommand = 'deploy' | 'destroy' | 'rollback';

/** The result of a deploy or a destroy from what happened to the stacks. */
export function summarizeDeploy(
  session: Pick<Session, 'environment' | 'cloud' | 'interruption'>,
  stacks: readonly StackDeployment[],
  options: { readonly began: number; readonly command: ResumedCommand },
): DeployResult {
  const { environment, cloud, interruption } = session;
  const failed = stacks.filter(({ status }) => status === 'failed');
  const outcome = outcomeOf(stacks, interruption.requested);
  const again = `backlot ${options.command} ${environment.id}`;
  return {
    environment: environment.id,
    account: cloud.accountId,
    region: cloud.region,
    stacks,
    totals: {
      ...sumCounts(stacks),
      stacks: stacks.length,
      resources: stacks.reduce((sum, { resources }) => sum + resources, 0),
      failed: failed.length,
    },
    outcome,
    actions: outcome === 'complete' ? [] : [again],
    durationMs: Math.round(performance.now() - options.began),
  };
}

/** Adds what was done in the cluster to a result whose stacks are complete. */
export function withCluster(
  result: DeployResult,
  cluster: ClusterDeployment,
  { began, command }: { readonly began: number; readonly command: ResumedCommand },
): DeployResult {
  const outcome = clusterOutcome(cluster);
  const next = [...(cluster.error?.actions ?? []), ...(cluster.services ?? []).flatMap(({ actions }) => actions)];
  const again = `backlot ${command} ${result.environment}`;
  // What was given up isn't brought by doing the same again.
  const ended = outcome === 'held' || (outcome === 'failed' && onlyAborted(cluster));
  const actions = outcome === 'complete' ? [] : [...new Set([...next, ...(ended ? [] : [again])])];
  return { ...result, cluster, outcome, actions, durationMs: Math.round(performance.now() - began) };
}

function onlyAborted({ controllers = [], error, services = [] }: ClusterDeployment): boolean {
  const failed = [...controllers, ...services].filter(({ status }) => status === 'failed' || status === 'aborted');
  return error === undefined && failed.every(({ status }) => status === 'aborted');
}

function outcomeOf(stacks: readonly StackDeployment[], stopped: boolean): DeployResult['outcome'] {
  const has = (status: StackDeployment['status']) => stacks.some((stack) => stack.status === status);
  if (has('interrupted') || (stopped && has('skipped'))) return 'interrupted';
  if (has('failed')) return 'failed';
  return has('skipped') || has('deferred') ? 'partial' : 'complete';
}
