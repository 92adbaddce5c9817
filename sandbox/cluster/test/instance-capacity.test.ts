import { describe, expect, it } from '@jest/globals';
import { allocatable, instanceCapacity } from '../nodes/instance-capacity.js';

describe('the capacity of an instance type', () => {
  it.each([
    ['m7g.medium', 'arm64', 1, 4, 8],
    ['m7g.large', 'arm64', 2, 8, 29],
    ['m6g.xlarge', 'arm64', 4, 16, 58],
    ['c7g.2xlarge', 'arm64', 8, 16, 58],
    ['r7g.4xlarge', 'arm64', 16, 128, 234],
    ['m6i.large', 'amd64', 2, 8, 29],
    ['c6a.16xlarge', 'amd64', 64, 128, 737],
    ['r5.large', 'amd64', 2, 16, 29],
    ['t4g.small', 'arm64', 2, 2, 11],
    ['t3.medium', 'amd64', 2, 4, 17],
    ['t3a.2xlarge', 'amd64', 8, 32, 58],
  ] as const)('%s is %s with %d CPUs, %d GiB and %d pods', (type, architecture, cpus, gibibytes, maxPods) => {
    expect(instanceCapacity(type)).toEqual({ architecture, cpus, memoryMiB: gibibytes * 1_024, maxPods });
  });

  it.each(['g5.xlarge', 'm7g', 'm7g.huge', 'm5g.large', 't2.micro', 't4g.4xlarge', 'x2gd.large'])(
    'refuses %s, whose size it does not know',
    (type) => {
      expect(() => instanceCapacity(type)).toThrow(
        expect.objectContaining({ code: 'InstanceTypeUnknown', message: expect.stringContaining(`'${type}'`) }),
      );
    },
  );

  it('leaves for pods what EKS does not reserve', () => {
    expect(allocatable(instanceCapacity('m7g.large'))).toEqual({
      cpuMillis: 1_930,
      memoryMiB: 8_192 - 255 - 319 - 100,
    });
    expect(allocatable(instanceCapacity('m7g.xlarge')).cpuMillis).toBe(3_920);
  });
});
