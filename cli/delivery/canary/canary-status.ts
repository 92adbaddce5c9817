/**
 * Where a canary stands: `healthy` all traffic is on the version that is declared; `progressing` it goes on by itself;
 * `paused` a person, or a step that waits for one, holds it; `held` an analysis couldn't decide; `aborted` stable has all
 * traffic again; `degraded` it can't go on.
 */
export type CanaryPhase = 'healthy' | 'progressing' | 'paused' | 'held' | 'aborted' | 'degraded';

/** How an analysis or one of its measurements ended; `Error` is one of the metrics server, not of the canary. */
export type AnalysisPhase = 'Pending' | 'Running' | 'Successful' | 'Failed' | 'Inconclusive' | 'Error';

/** One value that was measured. */
export interface CanaryMeasurement {
  readonly phase: AnalysisPhase;
  /** ISO 8601. */
  readonly at: string;
  /** @default no data, or an error */
  readonly value?: number;
  /** What the metrics server answered when it answered no value. @default none */
  readonly error?: string;
}

/** What a value is held against. */
export interface CanaryThreshold {
  readonly comparison: '>=' | '<=' | '>' | '<';
  readonly value: number;
  /** Name of the analysis argument that it comes from: `latency-p95`. @default a number in the template */
  readonly argument?: string;
}

/** One metric of an analysis, with every number that decided. */
export interface CanaryMetric {
  /** `success-rate`, `latency-p95-vs-stable`. */
  readonly name: string;
  readonly unit: 'ratio' | 'seconds' | 'times' | 'count' | 'none';
  /** Whether it decides; the others only inform. */
  readonly deciding: boolean;
  readonly phase: AnalysisPhase;
  /** Oldest first; as many as the cluster keeps. */
  readonly measurements: readonly CanaryMeasurement[];
  /** The last value. @default nothing was measured */
  readonly value?: number;
  /** @default it only informs, or its condition isn't a plain comparison */
  readonly threshold?: CanaryThreshold;
  /** What the stable version showed at the same time. @default not measured */
  readonly stable?: number;
  /** Requests or messages of the canary in the window. @default not measured */
  readonly samples?: number;
  /** Fewer samples decide nothing. @default not declared */
  readonly minimumSamples?: number;
  readonly counts: MeasurementCounts;
  readonly limits: { readonly failure: number; readonly inconclusive: number; readonly error: number };
  /** Measurements that are wanted. @default it measures until the end */
  readonly wanted?: number;
  /** In plain words: `p95 0.412 s > 0.276 s = 1.5 × stable 0.184 s, 2 of 3 measurements failed`. */
  readonly verdict: string;
}

/** How many measurements ended how. */
export interface MeasurementCounts {
  readonly successful: number;
  readonly failed: number;
  readonly inconclusive: number;
  readonly error: number;
}

/** One run of an analysis. */
export interface CanaryAnalysis {
  /** Name of the AnalysisRun. */
  readonly name: string;
  /** Of one step, or in the background of all. */
  readonly kind: 'step' | 'background';
  /** Index of the step that it judges, from 0. @default in the background */
  readonly step?: number;
  /** Revision of the version that it judges. @default unknown */
  readonly revision?: number;
  /** Pod template hash of that version. */
  readonly hash: string;
  readonly phase: AnalysisPhase;
  /** Whether it was ended before it was done, by an abort, a promotion or a newer version: its phase says nothing then. */
  readonly ended: boolean;
  /** The controller's own words. @default none */
  readonly message?: string;
  readonly startedAt?: string;
  readonly completedAt?: string;
  readonly metrics: readonly CanaryMetric[];
  /** In plain words, from what decided. */
  readonly reason: string;
}

/** One version of a service, as it runs. */
export interface CanaryVersion {
  readonly hash: string;
  readonly revision: number;
  /** Of the container that is named like the service, else of the first. */
  readonly image: string;
  readonly pods: { readonly ready: number; readonly desired: number };
  /** Why pods aren't ready, once each: `CrashLoopBackOff: exit code 1`. */
  readonly reasons: readonly string[];
}

/** One step of a canary. */
export interface CanaryStep {
  /** From 0. */
  readonly index: number;
  readonly kind: 'weight' | 'pause' | 'analysis' | 'other';
  /** `20 %`, `pause 5m`, `analysis backlot-web`. */
  readonly text: string;
  /** Weight that it sets. @default it sets none */
  readonly weight?: number;
}

/** Who or what holds a canary. */
export interface CanaryPause {
  readonly by: 'person' | 'step' | 'analysis';
  /** ISO 8601. @default unknown */
  readonly since?: string;
  /** When it goes on by itself, ISO 8601. @default never */
  readonly until?: string;
}

/** An autoscaler that owns the replicas. */
export interface CanaryAutoscaler {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly desired: number;
}

/** What the objects of the cluster say of one service. */
export interface CanaryStatus {
  readonly service: string;
  readonly namespace: string;
  readonly phase: CanaryPhase;
  /** Whether the canary is neither promoted nor given up: there is something to promote, pause or abort. */
  readonly inProgress: boolean;
  /** In plain words, from the numbers that decided. */
  readonly reason: string;
  readonly stable?: CanaryVersion;
  /** @default there is none: stable is what is declared */
  readonly canary?: CanaryVersion;
  /** What the canary differs in where its image is that of stable: `env LOG_LEVEL`. @default its image tells them apart */
  readonly differing?: readonly string[];
  /** Steps that are over. */
  readonly step: number;
  readonly steps: readonly CanaryStep[];
  readonly weight: {
    /** Percent of traffic on the canary now. */
    readonly now: number;
    /** Where the next step puts it. @default there is no next step */
    readonly next?: number;
    /** `traffic`: set on the load balancer; `pods`: share of ready pods. */
    readonly by: 'traffic' | 'pods';
    /** Whether the load balancer confirmed it. @default it isn't asked */
    readonly verified?: boolean;
  };
  /** @default nothing pauses it */
  readonly pause?: CanaryPause;
  /** The analyses of the declared version, oldest first; a version that was retried has those of each try. */
  readonly analyses: readonly CanaryAnalysis[];
  /** @default none scales it */
  readonly autoscaler?: CanaryAutoscaler;
  readonly replicas: { readonly ready: number; readonly desired: number };
  /** What a person did last through this CLI. @default unknown */
  readonly action?: CanaryAction;
  /** What the controller hasn't seen yet. @default it is up to date */
  readonly pending?: string;
  /** Commands that go on from here. */
  readonly actions: readonly string[];
}

/** What a person did with a canary. */
export interface CanaryAction {
  readonly verb: 'promote' | 'promote-full' | 'pause' | 'abort' | 'retry';
  readonly who: string;
  /** ISO 8601. */
  readonly at: string;
  /** Revision that it was done to. */
  readonly revision: number;
}

/** Names one service of a cluster. */
export interface CanaryReference {
  readonly namespace: string;
  readonly service: string;
  /** For the commands that are printed. @default the Rollout's label `backlot.dev/environment` */
  readonly environment?: string;
}
