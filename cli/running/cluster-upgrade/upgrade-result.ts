import type { ReportedError } from '../../kernel/reported-error.js';

/** What is looked at before an upgrade, in the order in which it is told. */
export const UPGRADE_CHECKS = [
  'version',
  'skew',
  'apis',
  'addons',
  'controllers',
  'budgets',
  'pods',
  'canaries',
  'capacity',
  'addresses',
  'insights',
] as const;

/** One of the checks. */
export type UpgradeCheck = (typeof UPGRADE_CHECKS)[number];

/**
 * What a check found: `blocks` the upgrade is refused; `warns` a person should know; `unknown` it could not be looked at;
 * `ok` nothing speaks against it.
 */
export interface UpgradeFinding {
  readonly check: UpgradeCheck;
  readonly severity: 'blocks' | 'warns' | 'unknown' | 'ok';
  readonly message: string;
  /** What it is about: `Pod streaming/api-1`. @default the cluster as a whole */
  readonly objects?: readonly string[];
  /** Commands that help. @default none */
  readonly actions?: readonly string[];
}

/** One step, in the order control plane, add-ons, nodes. */
export interface UpgradeStep {
  /** `control-plane`, `addon/vpc-cni`, `nodes/general`. */
  readonly step: string;
  readonly from?: string;
  readonly to: string;
  /** `recorded`: this cloud only keeps it in Terraform's state, or not at all, and `message` says so. */
  readonly status: 'pending' | 'done' | 'recorded' | 'failed' | 'skipped';
  /** @default nothing to say */
  readonly message?: string;
}

/** Where the declared version stands. */
export interface DeclaredVersion {
  readonly version: string;
  /** `environments/base.yaml`. @default a default of the schema */
  readonly file?: string;
  readonly line?: number;
}

/** How an upgrade stands. */
export interface UpgradeResult {
  readonly environment: string;
  /** Name of the EKS cluster. */
  readonly cluster: string;
  /** Minor version of the API server that answers, such as `1.35`. */
  readonly live: string;
  /** As EKS keeps it. @default EKS could not be asked */
  readonly recorded?: string;
  readonly declared: DeclaredVersion;
  readonly target: string;
  /**
   * `current`: all is of the target version; `declare`: the file must be changed first; `blocked`: findings forbid it;
   * `ready`: nothing forbids it and nothing was done; `upgraded`, `partial`, `failed`: how the steps ended.
   */
  readonly outcome: 'current' | 'declare' | 'blocked' | 'ready' | 'upgraded' | 'partial' | 'failed';
  readonly findings: readonly UpgradeFinding[];
  readonly steps: readonly UpgradeStep[];
  /** Whether and how it can be taken back, in words. */
  readonly reversal: readonly string[];
  readonly actions: readonly string[];
  /** What has to be done by hand before. @default nothing */
  readonly hints?: readonly string[];
  readonly error?: ReportedError;
}
