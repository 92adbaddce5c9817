import type { ReleaseActor } from '../../kernel/actor.js';
import type { BackupProof } from './backup-proof.js';
import type { ReleasedLoss } from './released-loss.js';
import type { RecordSignature } from './sealed-record.js';

/** How a release ended. `partial`: some stacks are deferred, or a canary is held. */
export type ReleaseOutcome = 'complete' | 'partial' | 'failed' | 'interrupted';

/** What was done. `restore-proof` changed nothing: it says what a restore showed. */
export type ReleaseOperation = 'deploy' | 'rollback' | 'destroy' | 'restore-proof';

/** How the canary of a release ended. */
export interface ReleaseVerdict {
  /** `promoted`, `aborted`, `held` … */
  readonly outcome: string;
  /** In plain words, from the numbers that decided. */
  readonly reason: string;
  /** The metrics that decided, with every number. */
  readonly deciding?: readonly unknown[];
}

/** What a release did to one stack. */
export interface ReleasedStack {
  readonly id: string;
  readonly status: string;
  /** SHA-256 of the synthesized configuration. */
  readonly configuration: string;
  /** Serial of the state afterwards. @default it has none */
  readonly serial?: number;
  /** Lineage of the state. @default it has none */
  readonly lineage?: string;
  /** Number of the release that touched it last, when this one did not. @default this one */
  readonly since?: number;
}

/** What a release did to one service. */
export interface ReleasedService {
  readonly service: string;
  readonly status: string;
  /** With its tag, and its digest where it is known. */
  readonly image: string;
  /** `service-0.1.0` */
  readonly chart?: string;
  /** SHA-256 of the chart's content. */
  readonly chartHash?: string;
  /** SHA-256 of the values in canonical form. */
  readonly valuesHash?: string;
  /** The values themselves: what a rollback applies again. They hold no secret. */
  readonly values?: unknown;
  /** What the canary's analysis decided, with its numbers. @default no canary ran */
  readonly verdict?: ReleaseVerdict;
  /** Of one that was left `unchanged`: that `image` was seen to have all traffic, with all of its pods ready. @default that wasn't looked at */
  readonly healthy?: true;
  /** Set when the canary of `image` was given up, by this run or an earlier one. @default it wasn't, or that wasn't seen */
  readonly aborted?: {
    /** Image that served instead, as in a pod. */
    readonly serving: string;
    /** In one line. @default nothing was said */
    readonly reason?: string;
  };
  /** Number of the release that touched it last, when this one did not. @default this one */
  readonly since?: number;
}

/** The alerts and dashboards of a release. */
export interface ReleasedObservability {
  readonly status: string;
  readonly chart?: string;
  readonly chartHash?: string;
  readonly valuesHash?: string;
  /** They hold no secret. */
  readonly values?: unknown;
}

/** The schemas of data stores that a release was made for. */
export interface ReleasedSchemas {
  /** Version of each store's schema after the release: `postgres.main` → 15. */
  readonly versions: Readonly<Record<string, number>>;
  /** What each service supports: `api` → `postgres.main` → `>=12 <15`. */
  readonly contracts: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** A gate that a person passed by in spite of what it said. */
export interface GateOverride {
  /** `backup-proof` */
  readonly gate: string;
  readonly reason: string;
}

/** What the policy said of the plan. */
export interface PolicyOutcome {
  readonly outcome: 'passed' | 'failed' | 'overridden';
  readonly findings: readonly string[];
}

/** One entry of the ledger: never changed once it is written. */
export interface ReleaseRecord {
  /** 1, 2, 3 … without gaps. */
  readonly number: number;
  readonly environment: string;
  /** Hash of the record before. @default it is the first */
  readonly previous?: string;
  readonly operation: ReleaseOperation;
  readonly outcome: ReleaseOutcome;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly durationMs: number;
  /** `user@host` or the name that was given, by whom, and the identity in the cloud where it is known. */
  readonly actor: ReleaseActor;
  /** Commit of the checkout. @default not in a Git checkout */
  readonly commit?: { readonly id: string; readonly clean: boolean };
  /** Fencing token of the lock that it was made under. */
  readonly token: number;
  /** SHA-256 over the plans that were applied, and the configurations and states that they were made for. @default no stack was planned */
  readonly plan?: string;
  readonly stacks: readonly ReleasedStack[];
  readonly services: readonly ReleasedService[];
  /** SHA-256 of the rendered baseline. @default it was not applied */
  readonly baseline?: string;
  /** What happened to alerts and dashboards. @default nothing */
  readonly observability?: ReleasedObservability;
  /**
   * SHA-256 of the archive: synthesized stacks, resolved environment, baseline and charts, which a rollback applies again.
   * Its key is `<environment>/archives/<sha256>.json.gz`.
   *
   * @default nothing was deployed
   */
  readonly archive?: string;
  /** @default no service declares any */
  readonly schemas?: ReleasedSchemas;
  /** Result of the policy. @default none was asked */
  readonly policy?: PolicyOutcome;
  /** What restores of backups showed; with `restore-proof`. @default none */
  readonly proofs?: readonly BackupProof[];
  /** Number of the release whose content was applied again; with `rollback`. @default not a rollback */
  readonly rollbackOf?: number;
  /** Verdicts on canaries of earlier releases that had become known: hash by key of the object. @default none */
  readonly verdicts?: Readonly<Record<string, string>>;
  /** Data that was lost, as people confirmed it, with the last copies that were made. @default none */
  readonly losses?: readonly ReleasedLoss[];
  /** @default no gate was passed by */
  readonly overrides?: readonly GateOverride[];
  /** Who wrote it, provably. @default the environment had no key for its ledger yet */
  readonly signature?: RecordSignature;
}
