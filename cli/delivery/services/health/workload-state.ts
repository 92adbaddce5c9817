import { creationProblem, type PodProblem, podProblem } from '../../workloads/pod-problem.js';
import { tellsOfDeclared } from '../../workloads/tells-of-declared.js';
import {
  hashLabel,
  isReady,
  type Pod,
  type Workload,
  type WorkloadObjects,
  type WorkloadReference,
} from '../../workloads/workload-objects.js';
import type { PodCounts } from '../service-deployment.js';

/**
 * Where a service stands: `healthy` everything runs as declared; `canary` a new version is healthy on its part;
 * `progressing` it goes on by itself; `aborted` the new version was given up; `degraded` the controller says that it can't.
 */
export type WorkloadStage = 'healthy' | 'canary' | 'progressing' | 'aborted' | 'degraded';

/** What was seen of a service in one look. */
export interface WorkloadState {
  readonly stage: WorkloadStage;
  /** Pods of the version that serves, or of the only one. */
  readonly pods: PodCounts;
  /** Pods of the new version while another serves. @default no other serves */
  readonly canary?: PodCounts;
  /** Ready pods of the version that is declared. */
  readonly fresh: number;
  /** Image that is declared. */
  readonly image: string;
  /** Image of the version that serves meanwhile. @default no other serves */
  readonly servingImage?: string;
  /** What the controller says. @default nothing */
  readonly message?: string;
  /** Of the new version's pods, once per kind, the worst first. */
  readonly problems: readonly PodProblem[];
}

/** Judges a service from its objects. `floor`: pods that must run at least, although the autoscaler hasn't asked yet. */
export function workloadState(objects: WorkloadObjects, reference: WorkloadReference, floor: number): WorkloadState {
  return reference.kind === 'Rollout' ? rolloutState(objects, floor) : deploymentState(objects, floor);
}

function rolloutState({ workload, pods, replicaSets }: WorkloadObjects, floor: number): WorkloadState {
  const { status = {} } = workload;
  const label = hashLabel('Rollout');
  const of = (hash?: string) => pods.filter(({ metadata }) => hash !== undefined && metadata.labels?.[label] === hash);
  const setOf = (hash?: string) => replicaSets.find(({ metadata }) => metadata.labels?.[label] === hash);
  const { currentPodHash, stableRS } = status;
  const split = Boolean(stableRS && currentPodHash && stableRS !== currentPodHash);
  const stable = of(split ? stableRS : currentPodHash);
  const desired = Math.max(workload.spec.replicas ?? 1, floor);
  const serving = { ready: ready(stable), desired: split ? (setOf(stableRS)?.spec.replicas ?? desired) : desired };
  const fresh = setOf(currentPodHash);
  const canary = split ? { ready: ready(of(currentPodHash)), desired: fresh?.spec.replicas ?? 0 } : undefined;
  const problems = problemsOf(of(currentPodHash), fresh ? [fresh] : []);
  const servingImage = split ? imageOf(setOf(stableRS), workload.metadata.name) : undefined;
  const image = imageOf(workload, workload.metadata.name);
  const base = {
    pods: serving,
    canary,
    fresh: ready(of(currentPodHash)),
    image,
    servingImage,
    message: messageOf(workload),
    problems,
  };
  if (!observed(workload) || !tellsOfDeclared(workload, fresh)) {
    return { ...base, fresh: 0, canary: undefined, problems: [], stage: 'progressing' };
  }
  // Somebody scaled it to nothing: the pods that are left are going.
  if (workload.spec.replicas === 0 && floor > 0) return { ...base, stage: 'progressing' };
  if (status.abort && split) return { ...base, stage: 'aborted' };
  if (status.phase === 'Degraded') return { ...base, stage: 'degraded' };
  if (canary)
    return { ...base, stage: canary.desired > 0 && canary.ready >= canary.desired ? 'canary' : 'progressing' };
  const whole = stableRS === currentPodHash && status.phase === 'Healthy' && serving.ready >= desired;
  return { ...base, stage: whole ? 'healthy' : 'progressing' };
}

function deploymentState({ workload, pods, replicaSets }: WorkloadObjects, floor: number): WorkloadState {
  const { status = {} } = workload;
  const desired = Math.max(workload.spec.replicas ?? 1, floor);
  const newest = [...replicaSets].sort((a, b) => revisionOf(b.metadata) - revisionOf(a.metadata))[0];
  const hash = newest?.metadata.labels?.[hashLabel('Deployment')];
  const fresh = pods.filter(({ metadata }) => metadata.labels?.[hashLabel('Deployment')] === hash);
  const problems = problemsOf(fresh, newest ? [newest] : []);
  const base = {
    pods: { ready: ready(pods), desired },
    fresh: ready(fresh),
    image: imageOf(workload, workload.metadata.name),
    message: messageOf(workload),
    problems,
  };
  if (!observed(workload)) return { ...base, problems: [], stage: 'progressing' };
  if (workload.spec.replicas === 0 && floor > 0) return { ...base, stage: 'progressing' };
  const failed = status.conditions?.find(({ reason }) => reason === 'ProgressDeadlineExceeded');
  const { updatedReplicas = 0, availableReplicas = 0, replicas = 0 } = status;
  const whole = updatedReplicas >= desired && availableReplicas >= desired && replicas === updatedReplicas;
  return { ...base, stage: whole ? 'healthy' : failed ? 'degraded' : 'progressing' };
}

/** Whether the controller has seen what is declared now. */
function observed({ metadata, status }: Workload): boolean {
  return String(status?.observedGeneration ?? '') === String(metadata.generation ?? '');
}

const ORDER: readonly PodProblem['fatal'][] = ['now', 'soon', 'never'];

function problemsOf(pods: readonly Pod[], sets: WorkloadObjects['replicaSets']): PodProblem[] {
  const all = [...sets.map(creationProblem), ...pods.filter((pod) => !isReady(pod)).map(podProblem)];
  const known = new Map<string, PodProblem>();
  for (const each of all) if (each && !known.has(each.code)) known.set(each.code, each);
  return [...known.values()].sort((a, b) => ORDER.indexOf(a.fatal) - ORDER.indexOf(b.fatal));
}

function ready(pods: readonly Pod[]): number {
  return pods.filter(isReady).length;
}

function imageOf(object: Pick<Workload, 'spec'> | undefined, service: string): string {
  const containers = object?.spec.template?.spec?.containers ?? [];
  return (containers.find(({ name }) => name === service) ?? containers[0])?.image ?? '';
}

/** Argo says it in `message`; a spec that it can't take is a condition. */
function messageOf({ status }: Workload): string | undefined {
  const invalid = status?.conditions?.find(({ type, status: value }) => type === 'InvalidSpec' && value === 'True');
  const stuck = status?.conditions?.find(({ reason }) => reason === 'ProgressDeadlineExceeded');
  return invalid?.message ?? status?.message ?? stuck?.message;
}

function revisionOf({ annotations }: WorkloadObjects['workload']['metadata']): number {
  return Number(annotations?.['deployment.kubernetes.io/revision'] ?? 0);
}
