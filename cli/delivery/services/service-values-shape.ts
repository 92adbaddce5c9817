import type { MetricRelabeling } from '../../../modules/values/metrics-profile.js';

/** One HTTP probe of a service. */
export interface ProbeValues {
  readonly path: string;
  readonly periodSeconds?: number;
  readonly failureThreshold?: number;
}

/** How the new version of a service is judged. */
export interface AnalysisValues {
  readonly enabled: boolean;
  readonly prometheus: string;
  readonly initialDelay: string;
  readonly interval: string;
  readonly count: number;
  readonly window: string;
  readonly minimumSamples: number;
  /** Part of a whole, 0 to 1, as the other rates. */
  readonly successRate: number;
  readonly successRateMargin: number;
  /** Seconds. */
  readonly latencyP95: number;
  readonly latencyRatio: number;
  readonly playback: null | {
    readonly startupP95: number;
    readonly startupRatio: number;
    readonly rebufferRatio: number;
    readonly rebufferMargin: number;
    readonly minimumPlays: number;
  };
  readonly failureLimit: number;
  /** What becomes of a version that more measurements than `undecidedLimit` had too few samples for. */
  readonly undecided: 'abort' | 'hold';
  readonly undecidedLimit: number;
  readonly errorLimit: number;
}

/** The canary of a service. */
export interface CanaryValues {
  readonly enabled: boolean;
  readonly steps?: readonly number[];
  readonly abortScaleDownDelaySeconds?: number;
  readonly progressDeadlineSeconds?: number;
  /** Versions that may be gone back to without steps. @default the chart's own */
  readonly rollbackWindow?: { readonly revisions: number };
  readonly analysis?: AnalysisValues;
}

/** The load balancer of a service. */
export interface IngressValues {
  readonly enabled: boolean;
  readonly scheme?: 'internet-facing' | 'internal';
  readonly certificateArn?: string;
  readonly group?: string;
  readonly webAclArn?: string;
  readonly subnets?: readonly string[];
  readonly securityGroups?: readonly string[];
}

/** A secret that becomes an environment variable. */
export interface SecretValues {
  readonly name: string;
  /** ARN in Secrets Manager. */
  readonly remote: string;
  /** Field of a value that is a JSON object. @default the whole value */
  readonly property?: string;
  readonly env: string;
}

/** Where pods of a service may connect to. */
export interface EgressValues {
  readonly name: string;
  readonly cidrs: readonly string[];
  readonly ports: readonly number[];
}

/** Values of the chart charts/service, as its values.schema.json has them. */
export interface ServiceValues {
  readonly kind: 'web' | 'worker' | 'cron';
  readonly group: string;
  readonly environment: string;
  readonly platform: string;
  readonly image: { readonly repository: string; readonly tag: string; readonly digest: string };
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly port: number;
  readonly metricsPort: number;
  readonly replicas: { readonly min: number; readonly max: number };
  readonly autoscaling: {
    readonly enabled: boolean;
    readonly cpu: number;
    readonly memory: number;
    readonly queues: readonly { readonly name: string; readonly messagesPerPod: number }[];
    readonly scaleDown: { readonly stabilizationSeconds: number; readonly periodSeconds: number };
  };
  readonly resources: {
    readonly requests: { readonly cpu: string; readonly memory: string };
    readonly limits: { readonly cpu: string; readonly memory: string };
  };
  readonly health: { readonly startup: ProbeValues; readonly readiness: ProbeValues; readonly liveness: ProbeValues };
  readonly termination: { readonly gracePeriodSeconds: number; readonly preStopSeconds: number };
  readonly routes: readonly { readonly host: string; readonly path: string }[];
  readonly ingress: IngressValues;
  readonly gateway: { readonly enabled: boolean };
  readonly canary: CanaryValues;
  readonly slo?: {
    readonly availability: number;
    readonly latencyP95: number;
    readonly window: string;
    readonly playback: null | { readonly startupP95: number; readonly rebufferRatio: number };
  };
  readonly env: Readonly<Record<string, string>>;
  readonly secrets: readonly SecretValues[];
  readonly secretStore: { readonly enabled: boolean };
  readonly serviceAccount: { readonly create: boolean; readonly name: string };
  readonly network: {
    readonly enabled: boolean;
    readonly ingressFromNamespaces: readonly string[];
    readonly loadBalancerCidrs: readonly string[];
    readonly egress: readonly EgressValues[];
    readonly dns: boolean;
    readonly https: boolean;
  };
  readonly podDisruptionBudget: { readonly enabled: boolean; readonly maxUnavailable: number };
  readonly topology: { readonly zones: boolean; readonly hosts: boolean };
  readonly priorityClass: string;
  readonly podMonitor: {
    readonly enabled: boolean;
    readonly path?: string;
    readonly interval?: string;
    /** @default go, whose names are those that everything asks for */
    readonly profile?: string;
    readonly metricRelabelings?: readonly MetricRelabeling[];
  };
  readonly migration: {
    readonly enabled: boolean;
    readonly command?: readonly string[];
    readonly deadlineSeconds?: number;
  };
  readonly schedule: string;
  readonly release: { readonly declaredImage: string; readonly id: string };
}
