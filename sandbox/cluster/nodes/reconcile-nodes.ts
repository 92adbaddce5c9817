import { setTimeout as delay } from 'node:timers/promises';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { ApiClient, ApiObject } from '../api/api-client.js';
import type { ClusterSettings } from '../cluster-record.js';
import { drain } from './drain.js';
import { type DesiredNode, desiredNodes, indexOfRange, MACHINE, nodeObject, SHAPE } from './node-object.js';

/** A node as it is. */
interface Node extends ApiObject {
  readonly spec: { readonly podCIDR?: string };
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

const NODES = '/api/v1/nodes';
const READY_MS = 60_000;

/**
 * Makes the nodes those that the groups ask for. A node that goes is drained first, one whose machine changes is
 * replaced, one whose labels or taints change stays. Nodes that are not the sandbox's own are left alone.
 *
 * @returns whether anything was changed.
 */
export async function reconcileNodes(
  api: ApiClient,
  settings: ClusterSettings,
  tell: (message: string) => void,
): Promise<boolean> {
  const desired = desiredNodes(settings);
  const present = (await api.list<Node>(NODES)).filter((node) => node.metadata.annotations?.[MACHINE]);
  const wanted = new Map(desired.map((node) => [node.name, node]));
  const replaced = present.filter((node) => {
    const want = wanted.get(node.metadata.name);
    return want?.machine !== node.metadata.annotations?.[MACHINE];
  });
  const gone = new Set(replaced.map(({ metadata }) => metadata.name));
  const staying = present.filter(({ metadata }) => !gone.has(metadata.name));
  const names = new Set(staying.map(({ metadata }) => metadata.name));
  const added = desired.filter(({ name }) => !names.has(name) && !gone.has(name));
  const again = desired.filter(({ name }) => gone.has(name));
  const changed = staying.flatMap((node) => {
    const want = wanted.get(node.metadata.name);
    const index = indexOfRange(node.spec.podCIDR);
    const differs = want && index !== undefined && want.shape !== node.metadata.annotations?.[SHAPE];
    return differs ? [nodeObject(want, settings, index)] : [];
  });
  const free = freeIndexes(present);
  const create = (node: DesiredNode) => nodeObject(node, settings, free());
  // New nodes come before old ones go, so that drained pods find a place.
  await Promise.all([...added.map(create), ...changed].map((object) => api.apply(object)));
  if (added.length > 0) await allReady(api, added);
  if (replaced.length > 0) {
    tell(`draining ${replaced.map(({ metadata }) => metadata.name).join(', ')}`);
    await drain(api, [...gone]);
  }
  await Promise.all(again.map((node) => api.apply(create(node))));
  if (again.length > 0) await allReady(api, again);
  return added.length + again.length + changed.length + replaced.length > 0;
}

function freeIndexes(present: readonly Node[]): () => number {
  const used = new Set(present.map(({ spec }) => indexOfRange(spec.podCIDR)));
  let next = 1;
  return () => {
    while (used.has(next)) next += 1;
    used.add(next);
    return next;
  };
}

async function allReady(api: ApiClient, nodes: readonly DesiredNode[]): Promise<void> {
  const names = new Set(nodes.map(({ name }) => name));
  const deadline = performance.now() + READY_MS;
  for (;;) {
    const waiting = (await api.list<Node>(NODES)).filter(
      ({ metadata, status }) =>
        names.has(metadata.name) &&
        !status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True'),
    );
    if (waiting.length === 0) return;
    if (performance.now() > deadline) throw notReady(waiting.map(({ metadata }) => metadata.name));
    await delay(50);
  }
}

function notReady(names: readonly string[]): BacklotError {
  return new BacklotError({
    code: 'NodesNotReady',
    message: `nodes of the sandbox did not become ready in ${READY_MS / 1_000} s: ${names.join(', ')}`,
    source: 'platform',
    hints: ['a reset deletes what the sandbox holds'],
    actions: ['backlot sandbox status', 'backlot sandbox reset'],
    details: { names },
  });
}
