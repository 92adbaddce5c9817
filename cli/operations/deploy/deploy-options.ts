import type { OperationOptions } from '../driver/operation-options.js';
import type { PlanResult } from '../plan/plan-result.js';

/**
 * Asked before anything changes; called again when a stack that was deferred turns out to destroy or replace something.
 * A deploy of a saved plan asks too: the plan of `planId` is shown.
 */
export type Approve = (plan: PlanResult) => Promise<boolean>;

/** What a deploy can be told. */
export interface DeployOptions extends OperationOptions {
  /** Apply exactly this saved plan, or refuse. @default plan now */
  readonly planId?: string;
  /** Declined: throws BacklotError `Declined`, nothing is changed. */
  readonly approve: Approve;
  /** With a `planId`: go on to plan and apply its deferred stacks. @default false */
  readonly continueDeferred?: boolean;
  /** Without a `planId`: read the real attributes first. @default true */
  readonly refresh?: boolean;
}

/** What a destroy can be told. */
export interface DestroyOptions extends OperationOptions {
  /** Asked with the preview of all that goes. Declined: throws BacklotError `Declined`, nothing is changed. */
  readonly approve: Approve;
}
