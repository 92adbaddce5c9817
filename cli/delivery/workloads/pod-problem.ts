import type { ContainerStatus, Pod, ReplicaSet, Termination } from './workload-objects.js';

/** Why a pod isn't ready, or isn't there. */
export interface PodProblem {
  /** `CrashLoopBackOff`, `Unschedulable`, `NotCreated`, `NotReady`, … */
  readonly code: string;
  /** In the cluster's own words. */
  readonly text: string;
  /** Whether it won't go away by waiting: `now` after a short grace, `soon` after a longer one, `never`. */
  readonly fatal: 'now' | 'soon' | 'never';
  /** Whose events may say more. @default a pod that was never made */
  readonly pod?: string;
}

const FATAL: Readonly<Record<string, PodProblem['fatal']>> = {
  ImagePullBackOff: 'now',
  ErrImagePull: 'now',
  InvalidImageName: 'now',
  ErrImageNeverPull: 'now',
  CrashLoopBackOff: 'now',
  RunContainerError: 'now',
  CreateContainerError: 'now',
  // A Secret may be on its way: somebody else makes it.
  CreateContainerConfigError: 'soon',
};

/** What keeps a pod from being ready; undefined when it is, or is on its best way. */
export function podProblem(pod: Pod): PodProblem | undefined {
  const { name } = pod.metadata;
  const {
    conditions = [],
    containerStatuses = [],
    initContainerStatuses = [],
    phase,
    reason,
    message,
  } = pod.status ?? {};
  const unscheduled = conditions.find(({ type, status }) => type === 'PodScheduled' && status === 'False');
  if (unscheduled) {
    const text = `${unscheduled.reason ?? 'Unschedulable'}: ${unscheduled.message ?? 'no node fits'}`;
    return { code: 'Unschedulable', text, fatal: 'never', pod: name };
  }
  if (phase === 'Failed') {
    const code = reason ?? 'Failed';
    const ended = [...initContainerStatuses, ...containerStatuses].find(({ state }) => state?.terminated);
    const why = ended?.state?.terminated ? terminationText(ended.state.terminated) : message;
    return { code, text: why ? `${code}: ${why}` : code, fatal: 'now', pod: name };
  }
  for (const status of [...initContainerStatuses, ...containerStatuses]) {
    const found = containerProblem(pod, status);
    if (found) return { ...found, pod: name };
  }
  const unready = conditions.find(({ type, status }) => type === 'Ready' && status === 'False');
  const running = containerStatuses.some(({ state }) => state?.running);
  if (unready && running) return { code: 'NotReady', text: 'running, but not ready', fatal: 'never', pod: name };
  return { code: 'Starting', text: 'starting', fatal: 'never', pod: name };
}

/** Why a ReplicaSet can't make pods: a quota, an admission policy. */
export function creationProblem({ status }: ReplicaSet): PodProblem | undefined {
  const failure = status?.conditions?.find(({ type, status: value }) => type === 'ReplicaFailure' && value === 'True');
  if (!failure) return undefined;
  const message = failure.message ?? failure.reason ?? 'pods could not be made';
  const quota = /exceeded quota/.test(message);
  return { code: quota ? 'QuotaExceeded' : 'NotCreated', text: message, fatal: 'now' };
}

/** `exit code 1: cannot reach the database`. */
export function terminationText({ exitCode, reason, message, signal }: Termination): string {
  const how = signal ? `signal ${signal}` : `exit code ${exitCode}`;
  const why = reason && reason !== 'Error' && reason !== 'Completed' ? `${reason}, ${how}` : how;
  return message ? `${why}: ${message.trim().split('\n').slice(-3).join(' ')}` : why;
}

function containerProblem(pod: Pod, status: ContainerStatus): PodProblem | undefined {
  const { waiting, terminated } = status.state ?? {};
  const last = status.lastState?.terminated;
  if (terminated && terminated.exitCode !== 0) {
    return { code: 'Ended', text: `ended with ${terminationText(terminated)}`, fatal: 'soon' };
  }
  const code = waiting?.reason;
  if (!code || code === 'ContainerCreating' || code === 'PodInitializing') return undefined;
  const image = /image/i.test(code) ? ` ${imageOf(pod, status)}` : '';
  const why = code === 'CrashLoopBackOff' && last ? terminationText(last) : waiting?.message;
  return { code, text: `${code}${image}${why ? `: ${why}` : ''}`, fatal: FATAL[code] ?? 'never' };
}

function imageOf(pod: Pod, { name, image }: ContainerStatus): string {
  return pod.spec?.containers?.find((each) => each.name === name)?.image ?? image ?? '';
}
