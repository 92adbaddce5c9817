import { stepsBetween } from './minor-version.js';

/** A version of an API that Kubernetes serves no more. */
export interface RemovedApi {
  readonly apiVersion: string;
  readonly kinds: readonly string[];
  /** The minor version from which on it is gone. */
  readonly removedIn: string;
  readonly instead: string;
}

/**
 * APIs that Kubernetes has removed, by the release that did. What is removed later than this table knows, the API server
 * itself says in `apiserver_requested_deprecated_apis`.
 *
 * Source: https://kubernetes.io/docs/reference/using-api/deprecation-guide/ (as of v1.35; the last removal is of v1.32)
 */
export const REMOVED_APIS: readonly RemovedApi[] = [
  removed(
    '1.32',
    'flowcontrol.apiserver.k8s.io/v1beta3',
    ['FlowSchema', 'PriorityLevelConfiguration'],
    'flowcontrol.apiserver.k8s.io/v1',
  ),
  removed(
    '1.29',
    'flowcontrol.apiserver.k8s.io/v1beta2',
    ['FlowSchema', 'PriorityLevelConfiguration'],
    'flowcontrol.apiserver.k8s.io/v1',
  ),
  removed('1.27', 'storage.k8s.io/v1beta1', ['CSIStorageCapacity'], 'storage.k8s.io/v1'),
  removed(
    '1.26',
    'flowcontrol.apiserver.k8s.io/v1beta1',
    ['FlowSchema', 'PriorityLevelConfiguration'],
    'flowcontrol.apiserver.k8s.io/v1',
  ),
  removed('1.26', 'autoscaling/v2beta2', ['HorizontalPodAutoscaler'], 'autoscaling/v2'),
  removed('1.25', 'autoscaling/v2beta1', ['HorizontalPodAutoscaler'], 'autoscaling/v2'),
  removed('1.25', 'batch/v1beta1', ['CronJob'], 'batch/v1'),
  removed('1.25', 'discovery.k8s.io/v1beta1', ['EndpointSlice'], 'discovery.k8s.io/v1'),
  removed('1.25', 'events.k8s.io/v1beta1', ['Event'], 'events.k8s.io/v1'),
  removed('1.25', 'policy/v1beta1', ['PodDisruptionBudget', 'PodSecurityPolicy'], 'policy/v1'),
  removed('1.25', 'node.k8s.io/v1beta1', ['RuntimeClass'], 'node.k8s.io/v1'),
  removed('1.22', 'networking.k8s.io/v1beta1', ['Ingress', 'IngressClass'], 'networking.k8s.io/v1'),
  removed('1.22', 'extensions/v1beta1', ['Ingress'], 'networking.k8s.io/v1'),
  removed('1.22', 'apiextensions.k8s.io/v1beta1', ['CustomResourceDefinition'], 'apiextensions.k8s.io/v1'),
  removed('1.22', 'apiregistration.k8s.io/v1beta1', ['APIService'], 'apiregistration.k8s.io/v1'),
  removed(
    '1.22',
    'admissionregistration.k8s.io/v1beta1',
    ['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'],
    'admissionregistration.k8s.io/v1',
  ),
  removed(
    '1.22',
    'rbac.authorization.k8s.io/v1beta1',
    ['Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding'],
    'rbac.authorization.k8s.io/v1',
  ),
  removed('1.22', 'scheduling.k8s.io/v1beta1', ['PriorityClass'], 'scheduling.k8s.io/v1'),
  removed('1.22', 'coordination.k8s.io/v1beta1', ['Lease'], 'coordination.k8s.io/v1'),
];

/** The removal that a kind meets at a target version or before; undefined when it goes on being served. */
export function removalOf(apiVersion: string, kind: string, target: string): RemovedApi | undefined {
  return REMOVED_APIS.find(
    (each) => each.apiVersion === apiVersion && each.kinds.includes(kind) && stepsBetween(each.removedIn, target) >= 0,
  );
}

/** A deprecated API that was asked for since the API server started. */
export interface RequestedApi {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  /** @default it is not known yet when it goes */
  readonly removedRelease?: string;
}

/**
 * Reads the API server's own count of deprecated APIs that somebody uses.
 *
 * @see https://kubernetes.io/docs/reference/using-api/deprecation-policy/#rest-resources-aka-api-objects
 */
export function requestedDeprecated(metrics: string): RequestedApi[] {
  const lines = metrics
    .split('\n')
    .filter((line) => /^apiserver_requested_deprecated_apis\{/.test(line) && / 1$/.test(line));
  return lines.map((line) => {
    const label = (name: string) => new RegExp(`[{,]${name}="([^"]*)"`).exec(line)?.[1] ?? '';
    const removedRelease = label('removed_release');
    return {
      group: label('group'),
      version: label('version'),
      resource: label('resource'),
      ...(removedRelease && { removedRelease }),
    };
  });
}

function removed(removedIn: string, apiVersion: string, kinds: readonly string[], instead: string): RemovedApi {
  return { apiVersion, kinds, removedIn, instead };
}
