import type { PolicyStatement } from '../policy-document.js';
import type { ControllerId } from '../values/controller-id.js';
import type { ControllerContext, ControllerScope } from './controller-context.js';

export { CONTROLLER_IDS, type ControllerId } from '../values/controller-id.js';

/** A value of a chart: what JSON can say. */
export type ChartValue =
  | string
  | number
  | boolean
  | null
  | readonly ChartValue[]
  | { readonly [key: string]: ChartValue | undefined };

/** Values of a chart. */
export type ChartValues = { readonly [key: string]: ChartValue | undefined };

/** One Helm chart, pinned. */
export interface ControllerChart {
  /** Name of the Helm release. */
  readonly release: string;
  readonly name: string;
  /** `https://…` of a repository with an index, or `oci://…` of the folder that the chart is in. */
  readonly repository: string;
  readonly version: string;
  /** Version of the software that the chart installs. */
  readonly appVersion: string;
  /** Values of this chart. @default the controller's own */
  readonly values?: ChartValues;
}

/** Kinds of one API version that a controller brings. */
export interface BroughtKinds {
  readonly apiVersion: string;
  readonly kinds: readonly string[];
}

/** Something that runs in the cluster when the controller does. */
export interface ControllerWorkload {
  readonly kind: 'Deployment' | 'DaemonSet' | 'StatefulSet';
  /** Value of its label `app.kubernetes.io/name`, whoever installed it. */
  readonly name: string;
}

/** What stands in for a controller in the sandbox. */
export type SandboxStandIn =
  /** The sandbox brings what the controller does. */
  | { readonly status: 'provided'; readonly note: string }
  /** It has no meaning there, or nothing to work on. */
  | { readonly status: 'absent'; readonly note: string };

/** A third-party controller: where it comes from, how it is set up, what it may do and what it brings. */
export interface Controller {
  readonly id: ControllerId;
  readonly title: string;
  readonly namespace: string;
  /** In the order of their installation; the last one is the controller itself. */
  readonly charts: readonly [ControllerChart, ...ControllerChart[]];
  /** Service account that calls AWS. @default none does */
  readonly serviceAccount?: string;
  /** Controllers whose turn comes first, where the environment has them: their kinds are used when they are there. */
  readonly after: readonly ControllerId[];
  readonly brings: readonly BroughtKinds[];
  readonly workloads: readonly [ControllerWorkload, ...ControllerWorkload[]];
  readonly sandbox: SandboxStandIn;
  /** It does nothing where pods cannot reach the environment's AWS. @default false: it has work to do anyway */
  readonly onlyWithAws?: boolean;
  /** Values of its chart for one environment. */
  values(context: ControllerContext): ChartValues;
  /** What it may do on AWS: no more than its environment. @default nothing */
  statements?(scope: ControllerScope): readonly PolicyStatement[];
}
