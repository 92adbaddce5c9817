import { setTimeout as delay } from 'node:timers/promises';
import type { ApiClient, ApiObject } from '../api/api-client.js';

interface Pod extends ApiObject {
  readonly metadata: ApiObject['metadata'] & {
    readonly namespace: string;
    readonly uid: string;
    readonly deletionTimestamp?: string;
    readonly ownerReferences?: readonly { readonly kind: string }[];
  };
}

const PATIENCE_MS = 30_000;
const TOO_MANY_REQUESTS = 429;

/**
 * Takes nodes away as an operator would: no new pods, then evictions, which budgets may hold back, then the node. What
 * could not be evicted in half a minute goes with its node.
 */
export async function drain(api: ApiClient, names: readonly string[]): Promise<void> {
  await Promise.all(names.map((name) => api.patch(`/api/v1/nodes/${name}`, { spec: { unschedulable: true } })));
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const pods = (await Promise.all(names.map((name) => podsOf(api, name)))).flat();
    if (pods.length === 0 || performance.now() > deadline) break;
    await Promise.all(pods.filter(({ metadata }) => !metadata.deletionTimestamp).map((pod) => evict(api, pod)));
    await delay(250);
  }
  for (const name of names) {
    const left = await api.list<Pod>(`/api/v1/pods?fieldSelector=spec.nodeName%3D${name}`);
    await Promise.all(left.map(({ metadata }) => api.delete(podPath(metadata), { gracePeriodSeconds: 0 })));
    await api.delete(`/api/v1/nodes/${name}`);
  }
}

/** Pods of a daemon set come back at once; they go with the node. */
async function podsOf(api: ApiClient, node: string): Promise<Pod[]> {
  const pods = await api.list<Pod>(`/api/v1/pods?fieldSelector=spec.nodeName%3D${node}`);
  return pods.filter(({ metadata }) => !metadata.ownerReferences?.some(({ kind }) => kind === 'DaemonSet'));
}

async function evict(api: ApiClient, { metadata }: Pod): Promise<void> {
  const { name, namespace, uid } = metadata;
  const status = await api.post(`${podPath(metadata)}/eviction`, {
    apiVersion: 'policy/v1',
    kind: 'Eviction',
    metadata: { name, namespace },
    deleteOptions: { preconditions: { uid } },
  });
  // A budget that holds it back is asked again; a pod without an answer is gone.
  if (status === TOO_MANY_REQUESTS) return;
}

function podPath({ namespace, name }: Pod['metadata']): string {
  return `/api/v1/namespaces/${namespace}/pods/${name}`;
}
