import type { ChartValues } from './controller.js';
import type { ControllerContext } from './controller-context.js';

/** Pods without which the cluster cannot do its work. */
export const CLUSTER_CRITICAL = 'system-cluster-critical';

/** Pods without which a node cannot do its work. */
export const NODE_CRITICAL = 'system-node-critical';

/** Affinity to the nodes that are kept for the platform's own work, where the environment declares some. */
export function systemAffinity(context: ControllerContext): ChartValues {
  if (!context.systemNodes) return {};
  return {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: 'workload', operator: 'In', values: ['system'] }] }],
      },
    },
  };
}

/** Over zones and nodes, as far as there is room. */
export function spread(labels: Readonly<Record<string, string>>): readonly ChartValues[] {
  return ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'].map((topologyKey) => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector: { matchLabels: labels },
  }));
}

/** A request of both and a limit of memory: processor time that is left over may be used. */
export function resources(cpu: string, memory: string, memoryLimit: string = memory): ChartValues {
  return { requests: { cpu, memory }, limits: { memory: memoryLimit } };
}

/**
 * Security of a container as the restricted Pod Security Standard asks for it.
 * https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export const RESTRICTED_CONTAINER: ChartValues = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
};

/** Security of a pod as the restricted Pod Security Standard asks for it. */
export const RESTRICTED_POD: ChartValues = { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } };
