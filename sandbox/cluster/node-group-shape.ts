/** A group of equal nodes, as an environment declares it. */
export interface NodeGroupShape {
  /** `general` */
  readonly name: string;
  /** In order of preference: `['m7g.large', 'm6g.large']`. */
  readonly instanceTypes: readonly string[];
  readonly architecture: 'arm64' | 'amd64';
  readonly capacity: 'on-demand' | 'spot';
  /** Number of nodes, spread over the zones. */
  readonly desired: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly NodeTaint[];
}

/** Keeps pods that do not tolerate it off a node. */
export interface NodeTaint {
  readonly key: string;
  readonly value: string;
  readonly effect: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
}
