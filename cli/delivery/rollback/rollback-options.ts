import type { OperationOptions } from '../../session/open/operation-options.js';
import type { BaselineResult } from '../cluster-objects/baseline/index.js';
import type { DeployResult } from '../deploy/deploy-result.js';
import type { LossOptions } from '../losses/index.js';
import type { PlanResult } from '../plan/plan-result.js';
import type { ServiceChange } from '../services/service-deployment.js';

/** A release in short. */
export interface ReleaseMark {
  readonly number: number;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly who: string;
  readonly commit?: string;
}

/** Everything that a rollback would change, layer by layer. */
export interface RollbackPreview {
  /** What is in the environment now. */
  readonly from: ReleaseMark;
  /** What is gone back to. */
  readonly target: ReleaseMark;
  readonly plan: PlanResult;
  /** @default it is not touched, or can only be told once the stacks are applied */
  readonly baseline?: BaselineResult;
  /** @default they are not touched, or can only be told once the stacks are applied */
  readonly services?: readonly ServiceChange[];
  /** Services that get all traffic without the steps of a canary, because the release is inside the rollback window. */
  readonly skipsSteps: readonly string[];
}

/** What a rollback can be told. */
export interface RollbackOptions extends Omit<OperationOptions, 'stacks'>, LossOptions {
  /** Number of the release to go back to. @default the last good one before the current */
  readonly release?: number;
  /** Leave stacks and baseline as they are. @default false */
  readonly servicesOnly?: boolean;
  /** Only these services, and nothing else. @default all, with the other layers */
  readonly services?: readonly string[];
  /** Follow canaries, where the release is outside the rollback window. @default false */
  readonly wait?: boolean;
  /** Context of the person's own kubeconfig. @default the cluster of the environment */
  readonly context?: string;
  /** Told once the release and its services are known to be there, before anything is planned. @default nobody is told */
  readonly found?: () => void;
  /** Asked before anything changes. Declined: throws BacklotError `Declined`, nothing is changed. */
  readonly approve: (preview: RollbackPreview, later?: boolean) => Promise<boolean>;
}

/** What a rollback gives: a deploy's result, with where it went. */
export interface RollbackResult extends DeployResult {
  /** Number of the release that was there before. */
  readonly from: number;
  /** Number of the release that was gone back to. */
  readonly target: number;
}
