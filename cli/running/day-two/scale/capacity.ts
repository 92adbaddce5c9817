import { parseQuantity } from '../../../../modules/values/quantity.js';
import type { Kubernetes, KubernetesObject } from '../../../adapters/kubernetes/kubernetes.js';

interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: string;
}

interface Toleration {
  readonly key?: string;
  readonly operator?: string;
  readonly value?: string;
  readonly effect?: string;
}

/** A node with what counts for scheduling. */
export interface Node extends KubernetesObject {
  readonly spec?: { readonly unschedulable?: boolean; readonly taints?: readonly Taint[] };
  readonly status?: {
    readonly allocatable?: Readonly<Record<string, string>>;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
    readonly nodeInfo?: { readonly kubeletVersion?: string };
  };
}

/** What a pod asks of its node. */
export interface PodSpec {
  readonly nodeName?: string;
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly tolerations?: readonly Toleration[];
  readonly containers?: readonly { readonly resources?: { readonly requests?: Readonly<Record<string, string>> } }[];
}

interface ScheduledPod extends KubernetesObject {
  readonly spec?: PodSpec;
  readonly status?: { readonly phase?: string };
}

/** Room of one node: cores, bytes, pods. */
export interface NodeRoom {
  readonly node: Node;
  readonly cpu: number;
  readonly memory: number;
  readonly pods: number;
}

/** What one pod takes: cores and bytes. */
export interface PodSize {
  readonly cpu: number;
  readonly memory: number;
}

/** What is free on every node that takes pods; `without` leaves these nodes away. */
export async function freeRoom(cluster: Kubernetes): Promise<NodeRoom[]> {
  const [nodes, pods] = await Promise.all([
    cluster.list<Node>({ apiVersion: 'v1', kind: 'Node' }),
    cluster.list<ScheduledPod>({ apiVersion: 'v1', kind: 'Pod' }),
  ]);
  const living = pods.filter(({ status }) => status?.phase !== 'Succeeded' && status?.phase !== 'Failed');
  return nodes.filter(takesPods).map((node) => {
    const own = living.filter(({ spec }) => spec?.nodeName === node.metadata.name);
    const { cpu = '0', memory = '0', pods: slots = '0' } = node.status?.allocatable ?? {};
    const taken = own.map(({ spec }) => sizeOf(spec));
    return {
      node,
      cpu: (parseQuantity(cpu) ?? 0) - sum(taken.map((each) => each.cpu)),
      memory: (parseQuantity(memory) ?? 0) - sum(taken.map((each) => each.memory)),
      pods: (parseQuantity(slots) ?? 0) - own.length,
    };
  });
}

/** How many more pods of a template find room: by requests, selector and taints, as the scheduler counts. */
export function fitting(rooms: readonly NodeRoom[], spec: PodSpec | undefined): number {
  const size = sizeOf(spec);
  return sum(
    rooms
      .filter(({ node }) => suits(node, spec))
      .map(({ cpu, memory, pods }) => {
        const byCpu = size.cpu > 0 ? Math.floor(cpu / size.cpu + 1e-9) : pods;
        const byMemory = size.memory > 0 ? Math.floor(memory / size.memory + 1e-9) : pods;
        return Math.max(0, Math.min(byCpu, byMemory, pods));
      }),
  );
}

/** What the containers of a pod ask for together. */
export function sizeOf(spec: PodSpec | undefined): PodSize {
  const requests = (spec?.containers ?? []).map(({ resources }) => resources?.requests ?? {});
  return {
    cpu: sum(requests.map(({ cpu }) => parseQuantity(cpu) ?? 0)),
    memory: sum(requests.map(({ memory }) => parseQuantity(memory) ?? 0)),
  };
}

/** Whether a node is ready and open. */
export function takesPods({ spec, status }: Node): boolean {
  const ready = status?.conditions?.find(({ type }) => type === 'Ready')?.status === 'True';
  return ready && !spec?.unschedulable;
}

function suits({ metadata, spec }: Node, pod: PodSpec | undefined): boolean {
  const labelled = Object.entries(pod?.nodeSelector ?? {}).every(([key, value]) => metadata.labels?.[key] === value);
  const repelled = (spec?.taints ?? []).some(
    (taint) => taint.effect !== 'PreferNoSchedule' && !pod?.tolerations?.some((each) => tolerates(each, taint)),
  );
  return labelled && !repelled;
}

function tolerates({ effect, key, operator = 'Equal', value = '' }: Toleration, taint: Taint): boolean {
  if (effect && effect !== taint.effect) return false;
  if (operator === 'Exists') return !key || key === taint.key;
  return key === taint.key && value === (taint.value ?? '');
}

function sum(values: readonly number[]): number {
  return values.reduce((total, each) => total + each, 0);
}
