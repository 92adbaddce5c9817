import type { ValueChange } from '../../kernel/diff/value-diff.js';
import type { ReportedError } from '../../kernel/reported-error.js';
import type { CanaryVerdict } from '../canary/index.js';

/**
 * - `deployed`: the version runs everywhere,
 * - `unchanged`: it did already, Helm was not run; or its canary was aborted by an earlier run, see `reason`,
 * - `canary`: it is healthy on a part of the traffic, and being judged,
 * - `promoted`, `held`, `aborted`: how its canary ended, when that was waited for,
 * - `failed`: it isn't healthy, see `error`; the version before goes on serving,
 * - `skipped`: not done, see `reason`,
 * - `removed`: it is declared no more, and was uninstalled; `undeclared`: it still runs.
 */
export type ServiceStatus =
  | 'deployed'
  | 'unchanged'
  | 'canary'
  | 'promoted'
  | 'held'
  | 'aborted'
  | 'failed'
  | 'skipped'
  | 'removed'
  | 'undeclared';

/** Pods of a service, of all its versions. */
export interface PodCounts {
  readonly ready: number;
  readonly desired: number;
}

/** What happened to one service. */
export interface ServiceDeployment {
  readonly service: string;
  readonly status: ServiceStatus;
  /** With tag or digest. */
  readonly image: string;
  /** What ran before, when that was another. @default the same, or nothing */
  readonly previousImage?: string;
  readonly pods: PodCounts;
  /** Pods of the new version while it is judged. @default no canary runs */
  readonly canary?: PodCounts;
  /** In one line, in the cluster's own words. */
  readonly reason?: string;
  readonly error?: ReportedError;
  readonly verdict?: CanaryVerdict;
  /** Image that serves because the canary of `image` was aborted, by this run or an earlier one. @default `image` isn't aborted */
  readonly servingImage?: string;
  /** `service-1.0.0` */
  readonly chart?: string;
  /** SHA-256 of the chart's content. */
  readonly chartHash?: string;
  /** SHA-256 of the values in canonical form. */
  readonly valuesHash?: string;
  /** What the release was made with. They hold no secret: secrets are named, and read in the cluster. */
  readonly values?: Readonly<Record<string, unknown>>;
  /** Commands that go on from here. */
  readonly actions: readonly string[];
  readonly durationMs: number;
}

/** What a deploy would do to one service. */
export interface ServiceChange {
  readonly service: string;
  /** `unknown`: can only be told once the stacks are applied, see `reason`. */
  readonly action: 'create' | 'update' | 'unchanged' | 'delete' | 'unknown';
  /** @default it goes */
  readonly image?: string;
  /** @default it is new */
  readonly previousImage?: string;
  readonly replicas?: { readonly min: number; readonly max: number };
  /** Whether the new version would have to prove itself on a part of the traffic. */
  readonly canary: boolean;
  readonly values: readonly ValueChange[];
  /** Whether the chart itself is another. */
  readonly chartChanged: boolean;
  readonly reason?: string;
}
