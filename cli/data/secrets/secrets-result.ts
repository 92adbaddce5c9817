import type { ConsumersResult, SecretConsumer } from './consumers-result.js';

/** A secret of an environment; never its value. */
export interface SecretInfo {
  /** As it is declared; `rds/main` for the one that RDS keeps for a database. */
  readonly secret: string;
  /** Its name in Secrets Manager. */
  readonly name: string;
  readonly managedBy: 'backlot' | 'rds';
  /** Whether it has a value; undefined when the secret itself isn't there yet. */
  readonly set?: boolean;
  /** Id of the current version. @default it has none */
  readonly version?: string;
  /** Seconds since the current version was made. */
  readonly ageSeconds?: number;
  /** How it gets new values: `every 30d, by AWS`, `by hand`, `dual`. */
  readonly rotation: string;
  /** A rotation that was begun and not ended, in one line. @default none */
  readonly underWay?: string;
  /** Services that need it. */
  readonly consumers: number;
}

/** The secrets of an environment. */
export interface SecretsListResult {
  readonly environment: string;
  readonly secrets: readonly SecretInfo[];
}

/** What setting a value did. */
export interface SecretSetResult {
  readonly environment: string;
  readonly secret: string;
  readonly name: string;
  /** `unchanged`: the value was this one already. */
  readonly outcome: 'set' | 'unchanged';
  /** Id of the current version. */
  readonly version: string;
  /** Id of the version before, now AWSPREVIOUS. @default there was none, or nothing changed */
  readonly previous?: string;
  /** Of what was read: a newline at its end was taken off. */
  readonly trimmed: boolean;
  /** @default the cluster was not asked */
  readonly consumers?: ConsumersResult;
  /** Services that were rolled out. @default none was asked for */
  readonly rolled?: readonly SecretConsumer[];
  readonly actions: readonly string[];
}

/** One step of a rotation, as it ended. */
export interface RotationStep {
  /** `create`, `test`, `promote`, `move`, `retire`; with `announce/`, `switch/`, `drop/` in front where values are a pair. */
  readonly id: string;
  /** `earlier`: a run before this one did it. */
  readonly status: 'done' | 'earlier' | 'failed' | 'skipped';
  readonly message: string;
  readonly durationMs: number;
}

/** What a rotation did. */
export interface RotationResult {
  readonly environment: string;
  readonly secret: string;
  readonly name: string;
  readonly strategy: RotationStrategy;
  readonly outcome: 'rotated' | 'aborted' | 'moved';
  /** Id of the version that is current now. */
  readonly version: string;
  /** Id of the version whose credential is no longer valid. @default none was before it */
  readonly retired?: string;
  readonly steps: readonly RotationStep[];
  /** The proof: each consumer with its pods, as it was when the old credential was retired. */
  readonly consumers: readonly SecretConsumer[];
  /** What is left for a person to do. @default nothing */
  readonly actions: readonly string[];
  /** What is left to do by hand. @default nothing */
  readonly hints?: readonly string[];
}

/**
 * How a new credential comes to be beside the old one. `random`: random characters that only the platform checks; `dual`:
 * a pair of keys, both accepted; `postgres-users`: two users that take turns; `redis-user`: one user with two passwords;
 * `given`: somebody else made it, it is read from stdin.
 */
export type RotationStrategy = 'random' | 'dual' | 'postgres-users' | 'redis-user' | 'given';
