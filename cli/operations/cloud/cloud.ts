import type { ConditionalObjects, StateStore } from '../../adapters/aws/index.js';

/** A provider process or plugin that Terraform is pointed at for one run. */
export interface ProviderSession {
  /** Variables to add to {@link Cloud.env}. */
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** The cloud of one environment: the sandbox of this machine, or the real account. */
export interface Cloud {
  readonly target: 'sandbox' | 'aws';
  readonly accountId: string;
  readonly region: string;
  /** Address of the emulator. @default none: the real AWS */
  readonly endpoint?: string;
  /** The whole environment for Terraform processes; nothing else is passed on. */
  readonly env: Readonly<Record<string, string>>;
  /** The states of the stacks. */
  readonly states: StateStore;
  /** Locks and records beside the states. */
  readonly objects: ConditionalObjects;
  /**
   * Names all that the cloud holds: equal for equal content. Undefined where nobody can tell.
   *
   * @default nobody can tell
   */
  revision?(): Promise<string | undefined>;
  /** Makes the provider available for a run in a folder over these resource types. */
  providerFor(types: readonly string[], folder: string): Promise<ProviderSession>;
  close(): Promise<void>;
}

/** What opening a cloud can be told. */
export interface OpenCloudOptions {
  /** Told in a line each what takes long. @default nobody is told */
  readonly tell?: (message: string) => void;
  /** Start the sandbox when it is down, and make its state bucket. @default true */
  readonly start?: boolean;
}
