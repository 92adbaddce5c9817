import type { Kubernetes, KubernetesObject } from '../../../adapters/kubernetes/kubernetes.js';

/** How many pods may be taken away at once. */
export interface DisruptionBudget extends KubernetesObject {
  readonly spec: {
    readonly minAvailable?: number | string;
    readonly maxUnavailable?: number | string;
    readonly selector?: {
      readonly matchLabels?: Readonly<Record<string, string>>;
      readonly matchExpressions?: readonly unknown[];
    };
    readonly unhealthyPodEvictionPolicy?: string;
  };
  readonly status?: {
    readonly disruptionsAllowed?: number;
    readonly currentHealthy?: number;
    readonly desiredHealthy?: number;
    readonly expectedPods?: number;
  };
}

/** The budgets of a namespace, or of all. */
export function disruptionBudgets(cluster: Kubernetes, namespace?: string): Promise<DisruptionBudget[]> {
  return cluster.list<DisruptionBudget>({ apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', namespace });
}

/** Whether a budget counts pods with these labels. Expressions are not looked at: such a budget counts by its labels. */
export function counts({ spec }: DisruptionBudget, labels: Readonly<Record<string, string>> = {}): boolean {
  const { matchLabels = {}, matchExpressions = [] } = spec.selector ?? {};
  if (Object.keys(matchLabels).length === 0 && matchExpressions.length > 0) return false;
  return Object.entries(matchLabels).every(([key, value]) => labels[key] === value);
}

/** Pods that a budget wants to stay of `replicas`; a percentage is rounded up, as the controller does. */
export function mustStay({ spec }: DisruptionBudget, replicas: number): number {
  const { maxUnavailable, minAvailable } = spec;
  if (minAvailable !== undefined) return amountOf(minAvailable, replicas);
  if (maxUnavailable !== undefined) return Math.max(0, replicas - amountOf(maxUnavailable, replicas));
  return 0;
}

function amountOf(value: number | string, replicas: number): number {
  const percent = /^(\d+)%$/.exec(String(value))?.[1];
  return percent === undefined ? Number(value) : Math.ceil((Number(percent) * replicas) / 100);
}
