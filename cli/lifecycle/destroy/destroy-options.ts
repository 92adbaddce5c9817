import type { LossOptions } from '../../delivery/losses/index.js';
import type { PlanResult } from '../../delivery/plan/plan-result.js';
import type { OperationOptions } from '../../session/open/operation-options.js';
import type { removeCluster } from './remove-cluster.js';

/** What a destroy can be told. */
export interface DestroyOptions extends OperationOptions, LossOptions {
  /**
   * Asked with the preview of all that goes. Declined: throws BacklotError `Declined`, nothing is changed.
   */
  readonly approve: (plan: PlanResult) => Promise<boolean>;
  /** Apply exactly this saved removal, or refuse. @default plan it now */
  readonly planId?: string;
  /**
   * Delete also the state bucket of a real account, with the releases and their archives, and let go of its key.
   *
   * @default false: it stays; the one of a sandbox goes with the environment
   */
  readonly withState?: boolean;
  /** Empties the cluster before its stack goes; tests put their own here. @default the real one */
  readonly removeCluster?: typeof removeCluster;
}
