/** Pods of a consumer by the version of the secret that they run with. */
export interface ConsumerPods {
  readonly current: number;
  readonly old: number;
  readonly unknown: number;
  /** Of the current ones, those that take work. */
  readonly ready: number;
  /** Pods that should run. */
  readonly desired: number;
}

/** Somebody who uses a secret. */
export interface SecretConsumer {
  readonly service: string;
  /** Under `needs` of the environment's file; else it was found in the cluster only. */
  readonly declared: boolean;
  readonly run: string;
  /** `web`, `worker`, `cron`. @default not declared */
  readonly kind?: string;
  /** Variables that hold it. */
  readonly variables: readonly string[];
  /** What keeps the pods: `Rollout`, `Deployment`. @default nothing in the cluster does */
  readonly workload?: string;
  /** Whether the cluster's copy of the secret is the current version. @default nobody could look */
  readonly synced?: boolean;
  /** @default the cluster was not asked, or it keeps no pods of it */
  readonly pods?: ConsumerPods;
  /** Where it stands, in one line. */
  readonly state: string;
}

/** Who uses a secret, and with which version. */
export interface ConsumersResult {
  readonly environment: string;
  readonly secret: string;
  /** Its name in Secrets Manager. */
  readonly name: string;
  /** Id of the current version. @default it has no value */
  readonly version?: string;
  /** ISO 8601. */
  readonly versionCreated?: string;
  /** Context of the cluster that was asked. @default none was */
  readonly cluster?: string;
  readonly consumers: readonly SecretConsumer[];
  /** Every pod of every consumer runs with the current version. False when the cluster was not asked. */
  readonly moved: boolean;
  /** Next steps, as commands. */
  readonly actions: readonly string[];
}
