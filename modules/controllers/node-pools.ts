/** A declared node group, as far as it says how more nodes look. */
export interface PooledNodeGroup {
  readonly instanceTypes: readonly string[];
  readonly architecture: 'arm64' | 'amd64';
  readonly capacity: 'on-demand' | 'spot';
  readonly min: number;
  readonly max: number;
  readonly diskGiB: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly { readonly key: string; readonly value: string; readonly effect: string }[];
}

/** What all pools of a cluster have in common. */
export interface NodePoolsContext {
  readonly clusterName: string;
  /** Name of the role that nodes run with. */
  readonly nodeRoleName: string;
  readonly volumeKeyArn: string;
  /** Tags of the private subnets. */
  readonly subnetTags: Readonly<Record<string, string>>;
  /** Name of the group that data stores let in. */
  readonly workloadGroupName: string;
  /** On instances and volumes. */
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * A node class and a pool for each node group that may grow: nodes like the declared ones, as many as lie between its
 * fewest and its most.
 * https://karpenter.sh/docs/concepts/nodepools/
 */
export function nodePools(groups: Readonly<Record<string, PooledNodeGroup>>, context: NodePoolsContext) {
  return Object.entries(groups)
    .filter(([, { min, max }]) => max > min)
    .flatMap(([name, group]) => [nodeClass(name, group, context), nodePool(name, group)]);
}

function nodeClass(name: string, group: PooledNodeGroup, context: NodePoolsContext) {
  const volume = (deviceName: string, gib: number) => ({
    deviceName,
    ebs: {
      volumeSize: `${gib}Gi`,
      volumeType: 'gp3',
      encrypted: true,
      kmsKeyID: context.volumeKeyArn,
      deleteOnTermination: true,
    },
  });
  return {
    apiVersion: 'karpenter.k8s.aws/v1',
    kind: 'EC2NodeClass',
    metadata: { name },
    spec: {
      amiSelectorTerms: [{ alias: 'bottlerocket@latest' }],
      role: context.nodeRoleName,
      subnetSelectorTerms: [{ tags: context.subnetTags }],
      securityGroupSelectorTerms: [
        { tags: { 'aws:eks:cluster-name': context.clusterName } },
        { tags: { Name: context.workloadGroupName } },
      ],
      // The system's own volume, and that of images and logs.
      blockDeviceMappings: [volume('/dev/xvda', 4), volume('/dev/xvdb', group.diskGiB)],
      // One hop ends on the node: a pod that asks for the node's role gets no answer.
      metadataOptions: { httpEndpoint: 'enabled', httpTokens: 'required', httpPutResponseHopLimit: 1 },
      detailedMonitoring: true,
      tags: context.tags,
    },
  };
}

function nodePool(name: string, group: PooledNodeGroup) {
  const { architecture, capacity, instanceTypes, labels, taints, min, max } = group;
  const requirement = (key: string, values: readonly string[]) => ({ key, operator: 'In', values: [...values] });
  return {
    apiVersion: 'karpenter.sh/v1',
    kind: 'NodePool',
    metadata: { name },
    spec: {
      template: {
        metadata: { labels: { ...labels, 'backlot.dev/node-group': name } },
        spec: {
          nodeClassRef: { group: 'karpenter.k8s.aws', kind: 'EC2NodeClass', name },
          requirements: [
            requirement('kubernetes.io/arch', [architecture]),
            requirement('karpenter.sh/capacity-type', [capacity]),
            requirement('node.kubernetes.io/instance-type', instanceTypes),
          ],
          taints: taints.map(({ key, value, effect }) => ({ key, effect, ...(value ? { value } : {}) })),
          expireAfter: '336h',
        },
      },
      // The managed group keeps its fewest; what is beyond is this pool's.
      limits: { nodes: String(max - min) },
      disruption: {
        consolidationPolicy: 'WhenEmptyOrUnderutilized',
        consolidateAfter: '5m',
        budgets: [{ nodes: '20%' }],
      },
    },
  };
}
