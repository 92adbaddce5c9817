import { setTimeout as delay } from 'node:timers/promises';
import type { Kubernetes, KubernetesObject } from '../../../adapters/kubernetes/kubernetes.js';
import { podProblem } from '../../workloads/pod-problem.js';
import type { Pod } from '../../workloads/workload-objects.js';
import type { ControllerTimes } from './install-options.js';

/** Which releases are looked at. */
export interface HealthOptions {
  readonly cluster: Kubernetes;
  readonly namespace: string;
  readonly releases: readonly string[];
  readonly times: ControllerTimes;
  readonly tell: (message: string) => void;
  readonly signal?: AbortSignal;
}

const KINDS = ['Deployment', 'DaemonSet', 'StatefulSet'] as const;

interface ReleasedWorkload extends KubernetesObject {
  readonly spec: { readonly replicas?: number; readonly selector: { readonly matchLabels?: Record<string, string> } };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly updatedReplicas?: number;
    readonly availableReplicas?: number;
    readonly desiredNumberScheduled?: number;
    readonly updatedNumberScheduled?: number;
    readonly numberAvailable?: number;
  };
}

/**
 * Waits until everything that releases run is available.
 *
 * @returns why it isn't, in the pods' own words; undefined when it is, or when waiting was stopped.
 */
export async function unhealthyReason(options: HealthOptions): Promise<string | undefined> {
  const { times, tell, signal } = options;
  const deadline = performance.now() + times.healthyMs;
  let fatalSince: number | undefined;
  let told = '';
  while (!signal?.aborted) {
    const waiting = (await released(options)).filter((workload) => !isAvailable(workload));
    if (waiting.length === 0) return undefined;
    const line = `waiting for ${waiting.map(({ metadata }) => metadata.name).join(', ')}`;
    if (line !== told) tell(line);
    told = line;
    const problems = (await Promise.all(waiting.map((workload) => problemsOf(workload, options.cluster)))).flat();
    const fatal = problems.find(({ fatal }) => fatal === 'now');
    const now = performance.now();
    fatalSince = fatal ? (fatalSince ?? now) : undefined;
    if (fatal && fatalSince !== undefined && now - fatalSince >= times.graceMs) return fatal.text;
    if (now >= deadline) return problems[0]?.text ?? `${line}: no pod was made`;
    await delay(times.pollMs, undefined, { signal }).catch(() => undefined); // told to stop: the loop ends
  }
  return undefined;
}

/** Helm writes on every object which release it belongs to; some of a chart may be in other namespaces. */
async function released({ cluster, namespace, releases }: HealthOptions): Promise<ReleasedWorkload[]> {
  const namespaces = [...new Set([namespace, 'kube-system'])];
  const lists = await Promise.all(
    namespaces.flatMap((each) =>
      KINDS.map((kind) => cluster.list<ReleasedWorkload>({ apiVersion: 'apps/v1', kind, namespace: each })),
    ),
  );
  return lists.flat().filter(({ metadata: { annotations = {} } }) => {
    const { 'meta.helm.sh/release-name': release, 'meta.helm.sh/release-namespace': home } = annotations;
    return home === namespace && release !== undefined && releases.includes(release);
  });
}

function isAvailable({ kind, metadata, spec, status = {} }: ReleasedWorkload): boolean {
  if ((status.observedGeneration ?? 0) < (metadata.generation ?? 0)) return false;
  if (kind === 'DaemonSet') {
    const { desiredNumberScheduled = 0, numberAvailable = 0, updatedNumberScheduled = 0 } = status;
    return numberAvailable >= desiredNumberScheduled && updatedNumberScheduled >= desiredNumberScheduled;
  }
  const { replicas = 1 } = spec;
  return (status.availableReplicas ?? 0) >= replicas && (status.updatedReplicas ?? 0) >= replicas;
}

async function problemsOf({ metadata: { namespace, name }, spec }: ReleasedWorkload, cluster: Kubernetes) {
  const labelSelector = Object.entries(spec.selector.matchLabels ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
  const pods = await cluster.list<Pod>({ apiVersion: 'v1', kind: 'Pod', namespace, labelSelector });
  return pods
    .filter(({ status }) => !status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True'))
    .flatMap((pod) => podProblem(pod) ?? [])
    .map((problem) => ({ ...problem, text: `${name}: pod ${problem.pod ?? '?'}: ${problem.text}` }));
}
