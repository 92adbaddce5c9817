import type { KubernetesObject } from '../kubernetes/kubernetes.js';

/** Which chart: a folder of this machine, or one of a chart repository. */
export type ChartReference =
  | { readonly path: string }
  | {
      readonly name: string;
      /** `https://…`, or `oci://…` with the chart's name in it. */
      readonly repository: string;
      readonly version: string;
    };

/** Names one release. */
export interface ReleaseReference {
  readonly namespace: string;
  readonly release: string;
}

/** Values of a chart. They may hold secrets: they are handed over by file, never shown. */
export type ChartValues = Readonly<Record<string, unknown>>;

/** What a run of Helm can be told. */
export interface HelmRunOptions {
  /** Aborted: Helm gets an interrupt, writes down how far it came, and ends. @default never */
  readonly signal?: AbortSignal;
  /** For the whole run, hooks included. @default 5 minutes */
  readonly timeoutMs?: number;
}

/** What a release is made from. Values that aren't given are the chart's own, never those of the release before. */
export interface ChartRequest extends ReleaseReference {
  readonly chart: ChartReference;
  readonly values: ChartValues;
}

/** How a release is installed or upgraded. */
export interface UpgradeOptions extends HelmRunOptions {
  /** @default false: no namespace is made */
  readonly createNamespace?: boolean;
  /** Labels of the release itself, to find it by. @default none */
  readonly labels?: Readonly<Record<string, string>>;
  /** Let Helm wait until everything is ready. @default false: the caller looks by itself */
  readonly wait?: boolean;
  /** Leave out the chart's `crds/` folder. @default false */
  readonly skipCrds?: boolean;
  /** One line for the history: `image 1.2.0 → 1.3.0`. @default Helm's own */
  readonly description?: string;
  /** Revisions that are kept. @default 10 */
  readonly historyMax?: number;
}

/** Where a release stands, in Helm's words. */
export type ReleaseStatus =
  | 'deployed'
  | 'failed'
  | 'superseded'
  | 'uninstalled'
  | 'uninstalling'
  | 'pending-install'
  | 'pending-upgrade'
  | 'pending-rollback'
  | 'unknown';

/** One revision of a release. */
export interface HelmRelease extends ReleaseReference {
  readonly revision: number;
  readonly status: ReleaseStatus;
  /** `service-1.0.0` */
  readonly chart: string;
  readonly appVersion?: string;
  /** ISO 8601. */
  readonly updated: string;
  readonly description?: string;
}

/** The Helm program, told about one cluster. Every method throws BacklotError with Helm's own last lines. */
export interface Helm {
  /** `4.1.4` */
  readonly version: string;
  /**
   * Installs or upgrades and returns without looking at pods, except those of hooks. Fields that controllers own
   * (replicas, selectors of a running canary) stay as they are.
   *
   * @throws BacklotError `ValuesInvalid` (exit code 3), `ChartInvalid`, `ChartUnreachable`, `HookFailed`, `ReleaseBusy`,
   *   `HelmFailed`, `HelmTimeout` (exit code 69), `Interrupted` (exit code 130).
   */
  upgradeInstall(request: ChartRequest, options?: UpgradeOptions): Promise<HelmRelease>;
  /** The objects that a chart makes, hooks included; nothing is asked of the cluster. */
  template(request: ChartRequest, options?: HelmRunOptions): Promise<KubernetesObject[]>;
  /** The last revision; undefined when there is none. */
  status(reference: ReleaseReference): Promise<HelmRelease | undefined>;
  /** The values that were given for the last revision, or for `revision`; undefined when there is none. */
  values(reference: ReleaseReference, revision?: number): Promise<ChartValues | undefined>;
  /** All revisions that are kept, oldest first; empty when there is none. */
  history(reference: ReleaseReference): Promise<HelmRelease[]>;
  /** Releases by the labels that they were given, in one namespace or all. */
  list(query?: {
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
  }): Promise<HelmRelease[]>;
  /**
   * Waits for a run on a release that an earlier command of this machine was killed over.
   *
   * @returns whether there was one.
   */
  settle(reference: ReleaseReference, options?: HelmRunOptions): Promise<boolean>;
  rollback(reference: ReleaseReference, revision: number, options?: HelmRunOptions): Promise<void>;
  /** Removes the release and what it made; false when there was none. */
  uninstall(reference: ReleaseReference, options?: HelmRunOptions & { readonly wait?: boolean }): Promise<boolean>;
}
