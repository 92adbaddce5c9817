import type { AwsLocation } from '../aws-location.js';

/** A public DNS zone. */
export interface ControllerZone {
  /** `example.com` */
  readonly name: string;
  /** `Z0123456789ABCDEFGHIJ` */
  readonly id: string;
}

/** Log groups that container logs go to. */
export interface ContainerLogGroups {
  /** Of the services' namespace. */
  readonly services: string;
  /** Of every other namespace. */
  readonly platform: string;
}

/** One environment as charts see it: everything is known, nothing is a token of Terraform. */
export interface ControllerContext {
  readonly platform: string;
  readonly environment: string;
  readonly production: boolean;
  /** Whether pods reach the environment's AWS: not those of a sandbox environment in somebody's own cluster. */
  readonly aws: boolean;
  readonly region: string;
  readonly clusterName: string;
  readonly clusterEndpoint: string;
  readonly vpcId: string;
  /** Namespace of the services. */
  readonly namespace: string;
  /** Whether nodes carry the label `workload: system`. */
  readonly systemNodes: boolean;
  /** Whether the cluster has the kinds of the Prometheus operator, or will have them. */
  readonly monitoring: boolean;
  /** Whether cert-manager issues the certificates of webhooks. */
  readonly certificates: boolean;
  /** Tags of every AWS resource that a controller makes. */
  readonly tags: Readonly<Record<string, string>>;
  readonly logGroups: ContainerLogGroups;
  /** Topic that pages. */
  readonly pagerTopicArn: string;
  /** Key that volumes are encrypted with. */
  readonly volumeKeyArn: string;
  /** Zone of the services' host names. @default none */
  readonly zone?: ControllerZone;
  /** Name of the queue that tells of interruptions of nodes. @default none */
  readonly interruptionQueue?: string;
}

/** One environment as policies see it: values may be tokens. Names of the cluster and of the zone never are. */
export interface ControllerScope {
  readonly location: AwsLocation;
  readonly clusterName: string;
  readonly vpcId: string;
  /** Secrets of the environment. */
  readonly secretArns: readonly string[];
  readonly secretsKeyArn: string;
  /** Queues of the environment. */
  readonly queueArns: readonly string[];
  /** Log groups of containers. */
  readonly logGroupArns: readonly string[];
  /** Role that nodes run with. @default no node group is declared */
  readonly nodeRoleArn?: string;
  /** Key that volumes are encrypted with. */
  readonly volumeKeyArn: string;
  /** Topic that pages, and its key. */
  readonly pager: { readonly arn: string; readonly keyArn: string };
  /** @default none */
  readonly interruptionQueue?: { readonly arn: string; readonly keyArn: string };
  /** @default none */
  readonly zone?: ControllerZone;
}
