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
  readonly applied: boolean;
  /** Serial of the state. @default not applied */
  readonly serial?: number;
  /** Resources in the state. */
  readonly resources: number;
  /** When the state was last written, ISO 8601. @default not applied */
  readonly lastApplied?: string;
  /** Version of Terraform or OpenTofu that wrote the state. @default not applied */
  readonly toolVersion?: string;
  /** @default not locked */
  readonly lock?: StateLock;
}

/** What is known of an environment. */
export interface EnvironmentStatus {
  readonly environment: string;
  readonly target: 'sandbox' | 'aws';
  readonly account: string;
  readonly region: string;
  /** Whether the cloud answers; a sandbox that is down has no applied stacks. */
  readonly reachable: boolean;
  /** Address of the emulator. @default the real AWS */
  readonly endpoint?: string;
  readonly stacks: readonly StackStatus[];
  readonly resources: number;
}
