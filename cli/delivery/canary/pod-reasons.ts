import type { ContainerStatus, Pod, ReplicaSet } from './rollout-objects.js';

/** Why pods aren't ready and why pods are missing, in the cluster's own words, each reason once. */
export function podReasons(pods: readonly Pod[], replicaSet?: ReplicaSet): string[] {
  const missing = (replicaSet?.status?.conditions ?? [])
    .filter(({ status, type }) => type === 'ReplicaFailure' && status === 'True')
    .map(({ message, reason }) => message ?? reason ?? 'pods could not be created');
  const reasons = pods.filter((pod) => !isReady(pod)).flatMap((pod) => podReason(pod));
  return [...new Set([...missing, ...reasons])];
}

/** Whether a pod takes traffic. */
export function isReady(pod: Pod): boolean {
  const ready = pod.status?.conditions?.some(({ status, type }) => type === 'Ready' && status === 'True');
  return Boolean(ready) && !pod.metadata.deletionTimestamp;
}

function podReason(pod: Pod): string[] {
  if (pod.metadata.deletionTimestamp) return [];
  const { conditions = [], containerStatuses = [], initContainerStatuses = [] } = pod.status ?? {};
  const unscheduled = conditions.find(({ status, type }) => type === 'PodScheduled' && status === 'False');
  if (unscheduled) return [`${unscheduled.reason ?? 'Unschedulable'}: ${unscheduled.message ?? 'no node fits'}`];
  const waiting = [...initContainerStatuses, ...containerStatuses].flatMap((status) => waitingReason(status));
  if (waiting.length > 0) return waiting;
  const unready = conditions.find(({ status, type }) => type === 'Ready' && status === 'False');
  return [unready?.message ?? (pod.status?.phase === 'Pending' ? 'Pending: starting' : 'not ready')];
}

function waitingReason({ lastState, state }: ContainerStatus): string[] {
  const { message, reason } = state?.waiting ?? {};
  if (!reason || reason === 'ContainerCreating' || reason === 'PodInitializing') return [];
  const code = lastState?.terminated?.exitCode;
  if (code !== undefined) return [`${reason}: exit code ${code}`];
  return [message ? `${reason}: ${message}` : reason];
}
