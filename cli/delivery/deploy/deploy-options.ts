import type { Environment } from '../../../environments/model/index.js';
import type { OperationOptions } from '../../session/open/operation-options.js';
import type { LossOptions } from '../losses/index.js';
import type { PlanResult } from '../plan/plan-result.js';
import type { LedgerCloud } from '../releases/with-ledger.js';
import type { ServiceChange } from '../services/service-deployment.js';
import type { OpenCatalog } from './missing-images.js';
import type { PhaseWish } from './phase.js';

/**
 * Asked before anything changes, with what changes in the stacks and, where that can be told, in the services; called again, with `later`, when a stack
 * that was deferred turns out to destroy or replace something: an answer that was given before it was shown doesn't cover it.
 * A deploy of a saved plan asks too: the plan of `planId` is shown.
 */
export type Approve = (plan: PlanResult, services?: readonly ServiceChange[], later?: boolean) => Promise<boolean>;

/**
 * Lets a deploy of an environment that asks for proven backups through, or throws BacklotError `BackupNotProven`. Backups
 * are kept by another wing, so it is handed in.
 */
export type ProofGate = (environment: Environment, cloud: LedgerCloud) => Promise<void>;

/** What a deploy can be told. */
export interface DeployOptions extends OperationOptions, PhaseWish, LossOptions {
  /** Apply exactly this saved plan, or refuse. @default plan now */
  readonly planId?: string;
  /** Declined: throws BacklotError `Declined`, nothing is changed. */
  readonly approve: Approve;
  /** With a `planId`: go on to plan and apply its deferred stacks. @default false */
  readonly continueDeferred?: boolean;
  /** Images by service: a tag, or a full reference. @default those that run, or are declared */
  readonly images?: Readonly<Record<string, string>>;
  /** Follow canaries to their end. @default false */
  readonly wait?: boolean;
  /** Uninstall services that are declared no more. @default false */
  readonly prune?: boolean;
  /** Context of the person's own kubeconfig. @default the cluster of the environment */
  readonly context?: string;
  /** @default none: an environment that asks for proven backups is not deployed */
  readonly proofGate?: ProofGate;
  /** Opens the registry, to look whether new images are there. @default nobody looks */
  readonly openCatalog?: OpenCatalog;
  /** Why the proof of backups that the environment asks for may be missing; it is recorded. @default it is required */
  readonly skipProofGate?: string;
  /** Without a `planId`: read the real attributes first. @default true */
  readonly refresh?: boolean;
}
