/** A database or cache as it runs. */
export interface RunningEngine {
  readonly identifier: string;
  readonly version: string;
}

/** Something that AWS will do, or wants to be done. */
export interface PendingMaintenance {
  /** Identifier of what it is about. */
  readonly resource: string;
  /** `system-update`, `db-upgrade`, `ca-certificate-rotation`. */
  readonly action: string;
  readonly description?: string;
  /** Day that AWS does it by itself. @default it waits for somebody */
  readonly deadline?: string;
}

/** A minor version of Kubernetes that EKS has. */
export interface OfferedCluster {
  readonly version: string;
  /** Last day of standard support. @default EKS names none */
  readonly support?: string;
}

/** A managed node group as it runs. */
export interface RunningNodes {
  readonly name: string;
  /** `1.34` */
  readonly version: string;
  /** `1.52.0-1a2b3c4d` of Bottlerocket, or a date of Amazon Linux. */
  readonly release: string;
  /** `BOTTLEROCKET_ARM_64` */
  readonly amiType: string;
}

/** Versions as the account tells them; undefined is what this cloud cannot be asked. */
export interface PatchSources {
  postgresOffered(): Promise<readonly string[] | undefined>;
  cacheOffered(engine: 'valkey' | 'redis'): Promise<readonly string[] | undefined>;
  clusterOffered(): Promise<readonly OfferedCluster[] | undefined>;
  databases(): Promise<readonly RunningEngine[]>;
  caches(): Promise<readonly RunningEngine[]>;
  nodes(cluster: string): Promise<readonly RunningNodes[]>;
  /** Newest release of nodes of a type for a version of Kubernetes. */
  newestNodes(amiType: string, version: string): Promise<string | undefined>;
  maintenance(): Promise<readonly PendingMaintenance[]>;
  runtimes(): Promise<readonly { readonly name: string; readonly runtime: string }[]>;
  close(): void;
}
