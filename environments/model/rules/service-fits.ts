import { quantity } from '../../../modules/values/quantity.js';
import { instanceSize } from '../aws/instance-size.js';
import type { Environment } from '../schema/environment.js';
import type { Rule } from './rule.js';

const GIB = 2 ** 30;

/** What Kubernetes, its add-ons and the system keep of a node, about. */
const RESERVED = { cpus: 0.2, memoryGiB: 0.8 };

interface Room {
  readonly type: string;
  readonly cpus: number;
  readonly memoryGiB: number;
}

/** One pod of each service fits on an empty node that takes any pod. Says nothing about types of unknown size. */
export const serviceFits: Rule = ({ cluster, services }) => {
  const rooms = cluster && openRooms(cluster);
  if (!rooms || rooms.length === 0) return [];
  return Object.entries(services).flatMap(([name, { run, resources }]) => {
    const cpus = quantity(resources.cpu);
    const memoryGiB = quantity(resources.memory) / GIB;
    if (run !== 'kubernetes' || rooms.some((room) => cpus <= room.cpus && memoryGiB <= room.memoryGiB)) return [];
    const largest = rooms.reduce((best, room) =>
      room.memoryGiB * room.cpus > best.memoryGiB * best.cpus ? room : best,
    );
    const free = `${largest.cpus.toFixed(1)} CPU and ${largest.memoryGiB.toFixed(1)}Gi`;
    return [
      {
        path: ['services', name, 'resources'],
        message: `a pod with ${resources.cpu} CPU and ${resources.memory} fits on no node: an empty ${largest.type} has ${free}`,
        hint: 'ask for less, or add a node group with larger instances and no taints',
        related: [['cluster', 'nodeGroups']],
      },
    ];
  });
};

/** The types of groups that take any pod; undefined when one of them has a size that is not known. */
function openRooms({ nodeGroups }: NonNullable<Environment['cluster']>): Room[] | undefined {
  const open = Object.values(nodeGroups).filter(
    ({ max, taints }) => max > 0 && taints.every(({ effect }) => effect === 'PreferNoSchedule'),
  );
  const rooms = open
    .flatMap(({ instanceTypes }) => instanceTypes)
    .map((type) => {
      const size = instanceSize(type);
      return size && { type, cpus: size.cpus - RESERVED.cpus, memoryGiB: size.memoryGiB - RESERVED.memoryGiB };
    });
  return rooms.every((room) => room !== undefined) ? rooms : undefined;
}
