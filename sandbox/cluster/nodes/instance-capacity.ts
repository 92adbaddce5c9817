import { BacklotError } from '../../../modules/values/backlot-error.js';

/** What a node of an instance type has. */
export interface InstanceCapacity {
  readonly architecture: 'arm64' | 'amd64';
  readonly cpus: number;
  readonly memoryMiB: number;
  /** Pods that get an address of the VPC, by the number of network interfaces and of their addresses. */
  readonly maxPods: number;
}

/** GiB of memory per vCPU in families of general purpose, compute and memory. */
const RATIOS: Readonly<Record<string, number>> = { c: 2, m: 4, r: 8 };

/** Generations and variants of these families on EC2: a digit, then a letter for the maker of the processor. */
const VARIANTS = /^(?<kind>[cmr])(?<generation>[5-8])(?<variant>g|gd|gn|i|id|in|a|ad|n|d|i-flex)?$/;

/** Number of interfaces and of addresses on each, by size. */
const INTERFACES: Readonly<Record<string, readonly [number, number]>> = {
  medium: [2, 4],
  large: [3, 10],
  xlarge: [4, 15],
  '2xlarge': [4, 15],
  '4xlarge': [8, 30],
  '8xlarge': [8, 30],
  '9xlarge': [8, 30],
  '12xlarge': [8, 30],
  '16xlarge': [15, 50],
  '18xlarge': [15, 50],
  '24xlarge': [15, 50],
  '32xlarge': [15, 50],
  '48xlarge': [15, 50],
};

/** Burstable types: vCPUs, GiB, interfaces, addresses on each. */
const BURSTABLE: Readonly<Record<string, readonly [number, number, number, number]>> = {
  nano: [2, 0.5, 2, 2],
  micro: [2, 1, 2, 2],
  small: [2, 2, 3, 4],
  medium: [2, 4, 3, 6],
  large: [2, 8, 3, 12],
  xlarge: [4, 16, 4, 15],
  '2xlarge': [8, 32, 4, 15],
};

/**
 * What a node of an instance type has, by the rules that the names of EC2 follow.
 *
 * @throws BacklotError `InstanceTypeUnknown` (exit code 3) for families whose sizes follow other rules.
 * @see https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/AvailableIpPerENI.html
 */
export function instanceCapacity(type: string): InstanceCapacity {
  const [family = '', size = ''] = type.split('.');
  const capacity = burstable(family, size) ?? regular(family, size);
  if (capacity) return capacity;
  throw new BacklotError({
    code: 'InstanceTypeUnknown',
    message: `the sandbox does not know how large an instance of type '${type}' is: it knows the families c, m and r of generations 5 to 8, and t3, t3a and t4g`,
    hints: ['use another instance type for the node group, such as m7g.large'],
    exitCode: 3,
    details: { type },
  });
}

function burstable(family: string, size: string): InstanceCapacity | undefined {
  const found = /^t(3|3a|4g)$/.test(family) ? BURSTABLE[size] : undefined;
  if (!found) return undefined;
  const [cpus, gibibytes, interfaces, addresses] = found;
  const architecture = family === 't4g' ? 'arm64' : 'amd64';
  return { architecture, cpus, memoryMiB: gibibytes * 1_024, maxPods: pods(interfaces, addresses) };
}

function regular(family: string, size: string): InstanceCapacity | undefined {
  const { kind = '', generation = '', variant = '' } = VARIANTS.exec(family)?.groups ?? {};
  const interfaces = INTERFACES[size];
  const ratio = RATIOS[kind];
  if (!interfaces || !ratio) return undefined;
  // The first generation of Graviton is the sixth; compute types of the fifth have sizes of their own memory.
  const graviton = variant.startsWith('g');
  if (graviton && Number(generation) < 6) return undefined;
  const cpus = size === 'medium' ? 1 : size === 'large' ? 2 : 4 * Number(size.replace('xlarge', '') || 1);
  return {
    architecture: graviton ? 'arm64' : 'amd64',
    cpus,
    memoryMiB: cpus * ratio * 1_024,
    maxPods: pods(...interfaces),
  };
}

/** One address of each interface is its own; two pods use the host's network. */
function pods(interfaces: number, addresses: number): number {
  return interfaces * (addresses - 1) + 2;
}

/** What is left for pods, in thousandths of a CPU and MiB, after what EKS reserves on each node for itself. */
export function allocatable({ cpus, memoryMiB, maxPods }: InstanceCapacity): { cpuMillis: number; memoryMiB: number } {
  const shares = [60, 10, 5, 5];
  const reserved = Array.from({ length: cpus }, (_, core) => shares[core] ?? 2.5).reduce((sum, each) => sum + each, 0);
  const eviction = 100;
  return { cpuMillis: cpus * 1_000 - Math.floor(reserved), memoryMiB: memoryMiB - (255 + 11 * maxPods) - eviction };
}
