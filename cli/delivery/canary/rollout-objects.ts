import type { KubernetesObject } from '../../adapters/kubernetes/kubernetes.js';

/** `argoproj.io/v1alpha1`: the API of Argo Rollouts. */
export const ROLLOUTS_API = 'argoproj.io/v1alpha1';

/** Label that Argo Rollouts puts on the ReplicaSets, pods and analyses of one version. */
export const HASH_LABEL = 'rollouts-pod-template-hash';

/** Annotation with the revision of a Rollout, ReplicaSet or AnalysisRun. */
export const REVISION_ANNOTATION = 'rollout.argoproj.io/revision';

/** Annotation of a ReplicaSet that came into use again: the revisions that it had before. */
export const FORMER_REVISIONS_ANNOTATION = 'rollout.argoproj.io/revision-history';

/** One step of a canary as it is declared; exactly one field is set. */
export interface RolloutStep {
  readonly setWeight?: number;
  readonly pause?: { readonly duration?: number | string };
  readonly analysis?: { readonly templates?: readonly { readonly templateName: string }[] };
  readonly [kind: string]: unknown;
}

/** What is read of a Rollout. */
export interface Rollout extends KubernetesObject {
  readonly spec: {
    readonly replicas?: number;
    readonly template?: { readonly spec?: { readonly containers?: readonly { name: string; image?: string }[] } };
    readonly paused?: boolean;
    readonly revisionHistoryLimit?: number;
    readonly analysis?: {
      readonly successfulRunHistoryLimit?: number;
      readonly unsuccessfulRunHistoryLimit?: number;
    };
    readonly selector?: { readonly matchLabels?: Readonly<Record<string, string>> };
    readonly strategy?: {
      readonly canary?: { readonly steps?: readonly RolloutStep[]; readonly trafficRouting?: Record<string, unknown> };
    };
  };
  readonly status?: RolloutStatus;
}

/** What the controller says of a Rollout. */
export interface RolloutStatus {
  readonly phase?: string;
  readonly message?: string;
  readonly abort?: boolean;
  readonly abortedAt?: string;
  readonly promoteFull?: boolean;
  readonly controllerPause?: boolean;
  readonly pauseConditions?: readonly { readonly reason: string; readonly startTime: string }[] | null;
  readonly currentPodHash?: string;
  readonly stableRS?: string;
  readonly currentStepIndex?: number;
  readonly observedGeneration?: string;
  readonly availableReplicas?: number;
  readonly conditions?: readonly Condition[];
  readonly canary?: {
    readonly currentStepAnalysisRunStatus?: RunReference;
    readonly currentBackgroundAnalysisRunStatus?: RunReference;
    readonly weights?: { readonly canary: { readonly weight: number }; readonly verified?: boolean };
  };
}

/** How a Rollout names its running analysis. */
export interface RunReference {
  readonly name: string;
  readonly status?: string;
  readonly message?: string;
}

/** One condition of an object. */
export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: string;
  readonly lastUpdateTime?: string;
}

/** What is read of a ReplicaSet. */
export interface ReplicaSet extends KubernetesObject {
  readonly spec: {
    readonly replicas?: number;
    readonly template?: { readonly spec?: { readonly containers?: readonly { name: string; image?: string }[] } };
  };
  readonly status?: {
    readonly replicas?: number;
    readonly readyReplicas?: number;
    readonly availableReplicas?: number;
    readonly conditions?: readonly Condition[];
  };
}

/** One metric of an AnalysisRun as it is declared; numbers may be `{{args.x}}`. */
export interface RunMetric {
  readonly name: string;
  readonly count?: number | string;
  readonly successCondition?: string;
  readonly failureCondition?: string;
  readonly failureLimit?: number | string;
  readonly inconclusiveLimit?: number | string;
  readonly consecutiveErrorLimit?: number | string;
}

/** What was measured of one metric. */
export interface RunMetricResult {
  readonly name: string;
  readonly phase?: string;
  readonly message?: string;
  readonly successful?: number;
  readonly failed?: number;
  readonly inconclusive?: number;
  readonly error?: number;
  readonly dryRun?: boolean;
  readonly measurements?: readonly {
    readonly phase: string;
    readonly value?: string;
    readonly message?: string;
    readonly startedAt?: string;
    readonly finishedAt?: string;
  }[];
}

/** What is read of an AnalysisRun. */
export interface AnalysisRun extends KubernetesObject {
  readonly spec: {
    readonly metrics?: readonly RunMetric[];
    readonly args?: readonly { readonly name: string; readonly value?: string }[];
    readonly dryRun?: readonly { readonly metricName: string }[];
    readonly terminate?: boolean;
  };
  readonly status?: {
    readonly phase?: string;
    readonly message?: string;
    readonly startedAt?: string;
    readonly completedAt?: string;
    readonly metricResults?: readonly RunMetricResult[];
  };
}

/** What is read of a pod. */
export interface Pod extends KubernetesObject {
  readonly status?: {
    readonly phase?: string;
    readonly conditions?: readonly Condition[];
    readonly containerStatuses?: readonly ContainerStatus[];
    readonly initContainerStatuses?: readonly ContainerStatus[];
  };
}

/** What the kubelet says of a container. */
export interface ContainerStatus {
  readonly name: string;
  readonly ready?: boolean;
  readonly state?: { readonly waiting?: { readonly reason?: string; readonly message?: string } };
  readonly lastState?: { readonly terminated?: { readonly exitCode?: number; readonly reason?: string } };
}

/** What is read of a HorizontalPodAutoscaler. */
export interface Autoscaler extends KubernetesObject {
  readonly spec: {
    readonly minReplicas?: number;
    readonly maxReplicas: number;
    readonly scaleTargetRef: { readonly kind: string; readonly name: string };
  };
  readonly status?: { readonly desiredReplicas?: number };
}

/** All objects that tell how one service's canary stands. */
export interface RolloutObjects {
  readonly rollout: Rollout;
  readonly replicaSets: readonly ReplicaSet[];
  readonly runs: readonly AnalysisRun[];
  readonly pods: readonly Pod[];
  readonly autoscaler?: Autoscaler;
}

/** Revision of a Rollout, ReplicaSet or AnalysisRun; 0 when it has none. */
export function revisionOf(object: KubernetesObject): number {
  return Number(object.metadata.annotations?.[REVISION_ANNOTATION] ?? 0) || 0;
}

/** Hash of the version that a ReplicaSet, pod or AnalysisRun belongs to. */
export function hashOf(object: KubernetesObject): string {
  return object.metadata.labels?.[HASH_LABEL] ?? '';
}
