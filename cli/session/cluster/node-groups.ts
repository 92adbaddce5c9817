import type { Environment } from '../../../environments/model/index.js';
import type { NodeGroupShape } from '../../../sandbox/cluster/node-group-shape.js';

export { availabilityZones } from '../../../stacks/availability-zones.js';

/** Label by which a node names its group, as the node groups on AWS have it. */
const GROUP_LABEL = 'backlot.dev/node-group';

/** The node groups that an environment declares, each with as many nodes as it starts with on AWS; none without a cluster. */
export function nodeGroupShapes(environment: Environment): NodeGroupShape[] {
  return Object.entries(environment.cluster?.nodeGroups ?? {}).map(([name, group]) => ({
    name,
    instanceTypes: group.instanceTypes,
    architecture: group.architecture,
    capacity: group.capacity,
    desired: group.desired ?? group.min,
    labels: { ...group.labels, [GROUP_LABEL]: name },
    taints: group.taints,
  }));
}
