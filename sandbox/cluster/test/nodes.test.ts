import { describe, expect, it } from '@jest/globals';
import type { ClusterSettings } from '../cluster-record.js';
import type { NodeGroupShape } from '../node-group-shape.js';
import { desiredNodes, indexOfRange, nodeObject, podRange } from '../nodes/node-object.js';

const general: NodeGroupShape = {
  name: 'general',
  instanceTypes: ['m7g.large', 'm6g.large'],
  architecture: 'arm64',
  capacity: 'on-demand',
  desired: 4,
  labels: { workload: 'general' },
  taints: [],
};

const settings = (...nodes: NodeGroupShape[]): ClusterSettings => ({
  region: 'eu-central-1',
  accountId: '000000000000',
  zones: ['eu-central-1a', 'eu-central-1b', 'eu-central-1c'],
  nodes,
});

describe('the nodes of a group', () => {
  it('are spread over the zones and labelled as EKS labels them', () => {
    const nodes = desiredNodes(settings(general));
    expect(nodes.map(({ name, zone }) => [name, zone])).toEqual([
      ['general-1', 'eu-central-1a'],
      ['general-2', 'eu-central-1b'],
      ['general-3', 'eu-central-1c'],
      ['general-4', 'eu-central-1a'],
    ]);
    expect(nodes[0]?.labels).toEqual({
      workload: 'general',
      'kubernetes.io/hostname': 'general-1',
      'kubernetes.io/os': 'linux',
      'kubernetes.io/arch': 'arm64',
      'topology.kubernetes.io/region': 'eu-central-1',
      'topology.kubernetes.io/zone': 'eu-central-1a',
      'node.kubernetes.io/instance-type': 'm7g.large',
      'eks.amazonaws.com/nodegroup': 'general',
      'eks.amazonaws.com/capacityType': 'ON_DEMAND',
    });
  });

  it('are of the first type on demand, and of all in turn on the spot market', () => {
    const types = (group: NodeGroupShape) =>
      new Set(desiredNodes(settings(group)).map(({ instanceType }) => instanceType));
    expect(types(general)).toEqual(new Set(['m7g.large']));
    expect(types({ ...general, capacity: 'spot' })).toEqual(new Set(['m7g.large', 'm6g.large']));
  });

  it('are other machines when the type changes, and the same when only labels or taints do', () => {
    const [before] = desiredNodes(settings(general));
    const [labelled] = desiredNodes(settings({ ...general, labels: { workload: 'batch' } }));
    const [bigger] = desiredNodes(settings({ ...general, instanceTypes: ['m7g.xlarge'] }));
    expect(labelled?.machine).toBe(before?.machine);
    expect(labelled?.shape).not.toBe(before?.shape);
    expect(bigger?.machine).not.toBe(before?.machine);
  });

  it('have the architecture that the group says', () => {
    expect(() => desiredNodes(settings({ ...general, architecture: 'amd64' }))).toThrow(
      expect.objectContaining({
        code: 'ArchitectureMismatch',
        message: expect.stringContaining('m7g.large is of arm64'),
      }),
    );
  });

  it('carry taints only where the group has some', () => {
    const taint = { key: 'workload', value: 'batch', effect: 'NoSchedule' } as const;
    const [plain] = desiredNodes(settings(general));
    const [tainted] = desiredNodes(settings({ ...general, taints: [taint] }));
    expect(plain && nodeObject(plain, settings(), 1).spec).not.toHaveProperty('taints');
    expect(tainted && nodeObject(tainted, settings(), 1).spec).toMatchObject({ taints: [taint] });
  });

  it('register with what their instance type has', () => {
    const [node] = desiredNodes(settings(general));
    expect(node && nodeObject(node, settings(general), 300)).toMatchObject({
      spec: {
        podCIDR: '100.68.176.0/22',
        providerID: expect.stringMatching(/^aws:\/\/\/eu-central-1a\/i-[0-9a-f]{17}$/),
      },
      status: {
        capacity: { cpu: '2', memory: '8192Mi', pods: '29' },
        allocatable: { cpu: '1930m', memory: '7518Mi', pods: '29' },
        addresses: [
          { type: 'InternalIP', address: '10.64.1.44' },
          { type: 'Hostname', address: 'general-1' },
        ],
      },
    });
  });
});

describe('the addresses of pods', () => {
  it('never meet: every node has a range of its own', () => {
    const ranges = Array.from({ length: 4_096 }, (_, index) => podRange(index));
    expect(new Set(ranges).size).toBe(4_096);
    expect(ranges[0]).toBe('100.64.0.0/22');
    expect(ranges[4_095]).toBe('100.127.252.0/22');
    expect(ranges.map(indexOfRange)).toEqual(ranges.map((_, index) => index));
    expect(indexOfRange('10.0.0.0/24')).toBeUndefined();
  });
});
