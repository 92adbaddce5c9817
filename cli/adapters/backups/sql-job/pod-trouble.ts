import type { Kubernetes, KubernetesObject } from '../../kubernetes/index.js';
import { NAMESPACE } from './objects.js';

/** A pod as far as its troubles go. */
export interface SqlPod extends KubernetesObject {
  readonly status?: {
    readonly phase?: string;
    readonly message?: string;
    readonly reason?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly message?: string }[];
    readonly containerStatuses?: readonly {
      readonly state?: {
        readonly waiting?: { readonly reason?: string; readonly message?: string };
        readonly terminated?: { readonly exitCode: number; readonly reason?: string; readonly message?: string };
      };
    }[];
  };
}

/** What a container waits for in vain: nothing but a change of what was asked for helps. A first ErrImagePull may pass. */
const IN_VAIN =
  /^(ImagePullBackOff|InvalidImageName|ErrImageNeverPull|CreateContainerError|CreateContainerConfigError|RunContainerError)$/;

/** Why the container will not start, in the node's words; undefined while it may. */
export function inVain({ status }: SqlPod): string | undefined {
  const waiting = status?.containerStatuses?.[0]?.state?.waiting;
  if (!waiting?.reason || !IN_VAIN.test(waiting.reason)) return undefined;
  return [waiting.reason, waiting.message].filter(Boolean).join(': ');
}

/** Whether its container has ended. */
export function hasEnded({ status }: SqlPod): boolean {
  return status?.phase === 'Succeeded' || status?.phase === 'Failed';
}

/** Why it ended without an answer, or what it waits for. */
export function troubleOf({ status }: SqlPod): string {
  const state = status?.containerStatuses?.[0]?.state;
  const ended = state?.terminated;
  if (ended) return [`exit code ${ended.exitCode}`, ended.reason, ended.message].filter(Boolean).join(', ');
  const unscheduled = status?.conditions?.find(({ type, status: is }) => type === 'PodScheduled' && is === 'False');
  const words = [
    status?.reason,
    status?.message ?? unscheduled?.message ?? state?.waiting?.message,
    state?.waiting?.reason,
  ];
  return words.filter(Boolean).join(': ') || `the pod is ${status?.phase ?? 'Pending'}`;
}

/** What the cluster says of a Job that has no pod: a quota, a policy, an admission that refuses it. */
export async function refusalOf(cluster: Kubernetes, job: string): Promise<string | undefined> {
  const events = await cluster.list<KubernetesObject & { readonly message?: string; readonly type?: string }>({
    apiVersion: 'v1',
    kind: 'Event',
    namespace: NAMESPACE,
    fieldSelector: `involvedObject.name=${job}`,
  });
  return events.filter(({ type }) => type === 'Warning').at(-1)?.message;
}
