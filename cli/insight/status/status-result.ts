import type { Part } from './part.js';

/** Who holds the lock of a state. */
export interface StateLock {
  readonly id: string;
  /** `OperationTypeApply` and the like. */
  readonly operation: string;
  /** `user@host`. */
  readonly who: string;
  /** ISO 8601. */
  readonly since: string;
}

/** What is known of one stack. */
export interface StackStatus {
  readonly id: string;
  /** @default nobody can tell: the sandbox is stopped */
  readonly applied?: boolean;
  /** Serial of the state. @default not applied */
  readonly serial?: number;
  /** Resources in the state. @default nobody can tell: the sandbox is stopped */
  readonly resources?: number;
  /** When the state was last written, ISO 8601. @default not applied */
  readonly lastApplied?: string;
  /** Version of Terraform or OpenTofu that wrote the state. @default not applied */
  readonly toolVersion?: string;
  /** @default not locked */
  readonly lock?: StateLock;
  /**
   * `changed`: another configuration is declared than was applied; `failed`: the last apply ended half way; `not-applied`;
   * `unknown`: the sandbox that has the state is stopped.
   * @default what was applied is not on record
   */
  readonly condition?: 'applied' | 'changed' | 'failed' | 'not-applied' | 'unknown';
}

/** The last release. */
export interface LastRelease {
  readonly number: number;
  readonly operation: string;
  readonly outcome: string;
  readonly who: string;
  /** When it began, ISO 8601. */
  readonly at: string;
  /** What is wrong with how the ledger ends. @default nothing */
  readonly doubt?: string;
}

/** Who is changing the environment. */
export interface LockState {
  readonly operation: string;
  readonly who: string;
  /** ISO 8601. */
  readonly since: string;
  /** Seconds since the last sign of life. */
  readonly ageSeconds: number;
  /** Whether the holder may be alive. */
  readonly alive: boolean;
}

/** One service as it runs. */
export interface ServiceState {
  readonly service: string;
  readonly ready: number;
  readonly desired: number;
  /** Tag of its image; while a canary runs, of the stable one. @default not known */
  readonly version?: string;
  /** What was done to it outside, and keeps it from serving. @default nothing */
  readonly outside?: string;
  /** @default it has none, or none is under way */
  readonly canary?: { readonly phase: string; readonly weight: number; readonly version?: string };
}

/** An alert that fires. */
export interface FiringAlert {
  readonly name: string;
  /** @default it has none */
  readonly severity?: string;
  /** What it is about: a namespace, a service. @default it doesn't say */
  readonly subject?: string;
  /** ISO 8601. */
  readonly since: string;
}

/** The newest proof of a backup. */
export interface ProofState {
  readonly set: string;
  readonly outcome: 'proven' | 'failed';
  /** ISO 8601. */
  readonly at: string;
  readonly ageSeconds: number;
  /** How old it may be, by the environment. @default nothing is asked for */
  readonly maxAge?: string;
  /** Whether a deploy would be refused for it. */
  readonly stale: boolean;
}

/** When drift was looked for last. */
export interface DriftState {
  /** ISO 8601. */
  readonly at: string;
  readonly ageSeconds: number;
  readonly code: number;
  readonly outside: number;
  readonly noise: number;
  /** Attached beside what the stacks made. @default an earlier version looked */
  readonly additions?: number;
}

/** Something that a killed run left open. */
export interface UnfinishedStep {
  readonly step: string;
  readonly intent: string;
  readonly who: string;
  /** ISO 8601. */
  readonly began: string;
}

/** What is known of an environment. */
export interface EnvironmentStatus {
  readonly environment: string;
  readonly target: 'sandbox' | 'aws';
  readonly account: string;
  readonly region: string;
  /** Whether the cloud answers; of a sandbox that is stopped everything else is unknown. */
  readonly reachable: boolean;
  /** Address of the emulator. @default the real AWS */
  readonly endpoint?: string;
  readonly stacks: readonly StackStatus[];
  /** @default nobody can tell: the sandbox is stopped */
  readonly resources?: number;
  /** Commands that make what is unknown known. @default nothing is unknown as a whole */
  readonly actions?: readonly string[];
  readonly release?: Part<LastRelease>;
  /** @default nobody is changing it */
  readonly lock?: Part<LockState>;
  readonly unfinished?: Part<readonly UnfinishedStep[]>;
  readonly services?: Part<readonly ServiceState[]>;
  readonly alerts?: Part<readonly FiringAlert[]>;
  /** @default no backup was ever proven */
  readonly proof?: Part<ProofState>;
  /** @default nobody has looked yet */
  readonly drift?: Part<DriftState>;
  /** Milliseconds that the look took. */
  readonly durationMs?: number;
}
