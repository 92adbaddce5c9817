import type { NodeGroupShape } from './node-group-shape.js';

/** How to start the cluster. */
export interface ClusterOptions {
  /** Environment that it is the cluster of: each has its own, as on AWS. @default local */
  readonly name?: string;
  /** Told in a line each what takes long. @default nobody is told */
  readonly progress?: (message: string) => void;
  /** Nodes to have; others of ours are drained and removed. @default those of last time, else one group of three */
  readonly nodes?: readonly NodeGroupShape[];
  /** Zones to spread nodes over. @default those of last time, else three of the region */
  readonly zones?: readonly string[];
  /** @default that of last time, else eu-west-1 */
  readonly region?: string;
  /** Account that nodes and identities name. @default that of last time, else 000000000000 */
  readonly accountId?: string;
  /**
   * `http://127.0.0.1:<port>` of the AWS emulator, for the depth of queues; may come while the control plane starts.
   *
   * @default that of last time, else no queues are looked at
   */
  readonly awsEndpoint?: string | Promise<string | undefined>;
}

/** A running cluster. */
export interface ClusterHandle {
  /** Absolute path of the administrator's kubeconfig. */
  readonly kubeconfig: string;
  /** Context in it: `backlot-sandbox`. */
  readonly context: string;
  /** `https://127.0.0.1:<port>` */
  readonly server: string;
  /** Of Kubernetes: `1.35.4`. */
  readonly version: string;
  /** Prometheus: `http://127.0.0.1:<port>`. */
  readonly prometheus: string;
  /** The sandbox's agent: `http://127.0.0.1:<port>`. */
  readonly agent: string;
  /** Whether this call started any of it. */
  readonly started: boolean;
  readonly components: readonly RunningComponent[];
}

/** One process of the cluster. */
export interface RunningComponent {
  /** `kube-apiserver` */
  readonly name: string;
  readonly pid: number;
  /** Memory that it holds. */
  readonly rssMiB: number;
  /** @default it is part of this project */
  readonly version?: string;
}

/** One process of the cluster, which may be dead. */
export interface ComponentStatus {
  readonly name: string;
  readonly running: boolean;
  /** It answers its probe. */
  readonly healthy: boolean;
  readonly logFile: string;
  readonly pid?: number;
  readonly rssMiB?: number;
  readonly version?: string;
}

/** How the cluster is. */
export interface ClusterStatus {
  /** Any of its processes lives. */
  readonly running: boolean;
  /** All of them live and answer. */
  readonly healthy: boolean;
  /** There after the first start. */
  readonly kubeconfig: string;
  readonly context: string;
  /** Where its data is. */
  readonly dataFolder: string;
  readonly logFolder: string;
  /** In the order in which they start; empty before the first start. */
  readonly components: readonly ComponentStatus[];
  /** Memory of all of them together. */
  readonly rssMiB: number;
  readonly server?: string;
  readonly version?: string;
  readonly prometheus?: string;
  readonly agent?: string;
  /** Number of nodes that it was told to have. */
  readonly nodes?: number;
  /** ISO 8601. */
  readonly startedAt?: string;
}
