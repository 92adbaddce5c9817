import type { ClusterOptions } from './cluster.js';
import type { ClusterSettings } from './cluster-record.js';
import type { NodeGroupShape } from './node-group-shape.js';

/** What a cluster that nobody described has: enough to try things. */
const DEFAULT_NODES: readonly NodeGroupShape[] = [
  {
    name: 'general',
    instanceTypes: ['m7g.xlarge'],
    architecture: 'arm64',
    capacity: 'on-demand',
    desired: 3,
    labels: {},
    taints: [],
  },
];

/** What the cluster is to be: what is asked for, else what it was last time, else defaults. */
export async function resolveSettings(
  options: ClusterOptions,
  last: ClusterSettings | undefined,
): Promise<ClusterSettings> {
  const region = options.region ?? last?.region ?? 'eu-west-1';
  const sameRegion = last?.region === region ? last.zones : undefined;
  return {
    region,
    accountId: options.accountId ?? last?.accountId ?? '000000000000',
    zones: options.zones ?? sameRegion ?? ['a', 'b', 'c'].map((letter) => `${region}${letter}`),
    nodes: options.nodes ?? last?.nodes ?? DEFAULT_NODES,
    awsEndpoint: (await options.awsEndpoint) ?? last?.awsEndpoint,
  };
}
