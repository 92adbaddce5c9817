import { createHash } from 'node:crypto';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { KUBERNETES_VERSION } from '../../tools/index.js';
import type { ApiObject } from '../api/api-client.js';
import type { ClusterSettings } from '../cluster-record.js';
import type { NodeGroupShape, NodeTaint } from '../node-group-shape.js';
import { allocatable, instanceCapacity } from './instance-capacity.js';

/** A node that there should be. */
export interface DesiredNode {
  readonly name: string;
  readonly group: string;
  readonly zone: string;
  readonly instanceType: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly NodeTaint[];
  /** Of what cannot be changed on a living node: another one means another machine. */
  readonly machine: string;
  /** Of labels and taints. */
  readonly shape: string;
}

/** Annotations by which nodes of the sandbox are known again. */
export const MACHINE = 'sandbox.backlot.dev/machine';
/** Of what may change on a living node. */
export const SHAPE = 'sandbox.backlot.dev/shape';

/** All nodes that the groups ask for. */
export function desiredNodes({ nodes, zones, region, accountId }: ClusterSettings): DesiredNode[] {
  return nodes.flatMap((group) =>
    Array.from({ length: group.desired }, (_, at) => desiredNode(group, at, { zones, region, accountId })),
  );
}

function desiredNode(
  group: NodeGroupShape,
  at: number,
  { zones, region }: Pick<ClusterSettings, 'zones' | 'region' | 'accountId'>,
): DesiredNode {
  const zone = zones[at % zones.length] ?? `${region}a`;
  // On-demand groups take their first choice, spot groups what is spread widest.
  const choice = group.capacity === 'spot' ? at % group.instanceTypes.length : 0;
  const instanceType = group.instanceTypes[choice] ?? '';
  const { architecture } = instanceCapacity(instanceType);
  if (architecture !== group.architecture) throw mismatch(group, instanceType, architecture);
  const name = `${group.name}-${at + 1}`;
  const labels = {
    ...group.labels,
    'kubernetes.io/hostname': name,
    'kubernetes.io/os': 'linux',
    'kubernetes.io/arch': architecture,
    'topology.kubernetes.io/region': region,
    'topology.kubernetes.io/zone': zone,
    'node.kubernetes.io/instance-type': instanceType,
    'eks.amazonaws.com/nodegroup': group.name,
    'eks.amazonaws.com/capacityType': group.capacity === 'spot' ? 'SPOT' : 'ON_DEMAND',
  };
  const machine = digest([instanceType, zone, group.capacity]);
  return {
    name,
    group: group.name,
    zone,
    instanceType,
    labels,
    taints: group.taints,
    machine,
    shape: digest([labels, group.taints]),
  };
}

/**
 * A node as it is applied: with all of it when it is new, as a kubelet registers itself; again when labels or taints
 * change, where what it no longer names goes.
 *
 * @param index a number that no other node of the cluster has: its addresses follow from it.
 */
export function nodeObject(node: DesiredNode, settings: ClusterSettings, index: number): ApiObject {
  const capacity = instanceCapacity(node.instanceType);
  const free = allocatable(capacity);
  const common = { pods: String(capacity.maxPods), 'hugepages-2Mi': '0' };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: node.name,
      labels: node.labels,
      annotations: { 'kwok.x-k8s.io/node': 'fake', [MACHINE]: node.machine, [SHAPE]: node.shape },
    },
    spec: {
      ...(node.taints.length > 0 && { taints: node.taints }),
      podCIDR: podRange(index),
      podCIDRs: [podRange(index)],
      providerID: `aws:///${node.zone}/i-${digest([settings.accountId, node.name, node.machine]).padEnd(17, '0')}`,
    },
    status: {
      capacity: {
        ...common,
        cpu: String(capacity.cpus),
        memory: `${capacity.memoryMiB}Mi`,
        'ephemeral-storage': '80Gi',
      },
      allocatable: {
        ...common,
        cpu: `${free.cpuMillis}m`,
        memory: `${free.memoryMiB}Mi`,
        'ephemeral-storage': '72Gi',
      },
      addresses: [
        { type: 'InternalIP', address: `10.64.${index >> 8}.${index & 255}` },
        { type: 'Hostname', address: node.name },
      ],
      nodeInfo: {
        architecture: capacity.architecture,
        operatingSystem: 'linux',
        osImage: 'simulated',
        kernelVersion: 'simulated',
        kubeletVersion: `v${KUBERNETES_VERSION}`,
        kubeProxyVersion: '',
        containerRuntimeVersion: 'simulated://kwok',
        machineID: '',
        systemUUID: '',
        bootID: '',
      },
    },
  };
}

/** 1024 addresses for each node, out of the shared range 100.64.0.0/10: no two pods have the same. */
export function podRange(index: number): string {
  return `100.${64 + (index >> 6)}.${(index & 63) << 2}.0/22`;
}

/** The number by which a range was made. */
export function indexOfRange(range: string | undefined): number | undefined {
  const [, second, third] = /^100\.(\d+)\.(\d+)\.0\/22$/.exec(range ?? '') ?? [];
  return second === undefined || third === undefined ? undefined : ((Number(second) - 64) << 6) + (Number(third) >> 2);
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 12);
}

function mismatch(group: NodeGroupShape, type: string, actual: string): BacklotError {
  return new BacklotError({
    code: 'ArchitectureMismatch',
    message: `the node group '${group.name}' is of ${group.architecture}, but its instance type ${type} is of ${actual}`,
    hints: [`choose an instance type of ${group.architecture}, or change the group's architecture`],
    exitCode: 3,
    details: { group: group.name, type },
  });
}
