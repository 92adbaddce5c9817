import type { Kubernetes, KubernetesObject } from '../../../adapters/kubernetes/kubernetes.js';

interface ClusterEvent extends KubernetesObject {
  readonly type?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTimestamp?: string | null;
  readonly eventTime?: string | null;
}

/** Reasons of warnings that say why a pod doesn't come up. */
const TELLING =
  /^(Unhealthy|FailedMount|FailedAttachVolume|FailedCreatePodSandBox|FailedScheduling|BackOff|Failed|FailedCreate)$/;

/** The last warning about an object: `Unhealthy: Readiness probe failed: HTTP 503`; undefined when there is none. */
export async function lastWarning(cluster: Kubernetes, namespace: string, name: string): Promise<string | undefined> {
  const fieldSelector = `involvedObject.name=${name},type=Warning`;
  const events = await cluster.list<ClusterEvent>({ apiVersion: 'v1', kind: 'Event', namespace, fieldSelector });
  const telling = events.filter(({ reason }) => TELLING.test(reason ?? ''));
  const last = telling.sort((a, b) => timeOf(a).localeCompare(timeOf(b))).at(-1);
  return last && `${last.reason}: ${last.message?.trim()}`;
}

function timeOf({ lastTimestamp, eventTime, metadata }: ClusterEvent): string {
  return lastTimestamp ?? eventTime ?? metadata.creationTimestamp ?? '';
}
