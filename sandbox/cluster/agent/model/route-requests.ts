import type { ClusterView } from '../watch/cluster-view.js';
import type { Random } from './random.js';
import type { TrafficGroup } from './traffic-groups.js';

/** Where the requests of a tick went. */
export interface Routed {
  /** Per name of a pod. */
  readonly pods: ReadonlyMap<string, number>;
  /** Found no ready pod. */
  readonly unrouted: number;
}

/**
 * Divides requests as the load balancer would: over target groups by the weights that stand in the Ingress, within a
 * group evenly over ready endpoints. Without weights the Service of the service's own name gets all; where there is none,
 * its stable and canary Services by their number of ready pods.
 */
export function routeRequests(
  view: ClusterView,
  target: { readonly namespace: string; readonly service: string },
  requests: number,
  random: Random,
): Routed {
  const { namespace, service } = target;
  const groups = view.weights(namespace, service) ?? unweighted(view, namespace, service);
  const parts = random.divide(
    requests,
    groups.map(({ weight }) => weight),
  );
  const pods = new Map<string, number>();
  let unrouted = requests - parts.reduce((sum, part) => sum + part, 0);
  for (const [index, group] of groups.entries()) {
    const amount = parts[index] ?? 0;
    const ready = [...view.endpoints(namespace, group.service)].sort();
    if (ready.length === 0) unrouted += amount;
    // Round robin, starting anywhere.
    const first = Math.floor(random.next() * ready.length);
    for (const [at, name] of ready.entries()) {
      const turn = (at - first + ready.length) % ready.length;
      const part = Math.floor(amount / ready.length) + (turn < amount % ready.length ? 1 : 0);
      pods.set(name, (pods.get(name) ?? 0) + part);
    }
  }
  return { pods, unrouted };
}

function unweighted(view: ClusterView, namespace: string, service: string): TrafficGroup[] {
  if (view.services(namespace).has(service)) return [{ service, weight: 1 }];
  return [`${service}-stable`, `${service}-canary`].map((name) => ({
    service: name,
    weight: view.endpoints(namespace, name).size,
  }));
}
