import type {
  ByteObjects,
  ConditionalObjects,
  LedgerSigning,
  SettingsFor,
  StateBucketHome,
  StateStore,
} from '../../adapters/aws/index.js';

/** A provider process or plugin that Terraform is pointed at for one run. */
export interface ProviderSession {
  /** Variables to add to {@link Cloud.env}. */
  readonly env: Readonly<Record<string, string>>;
  /** What it was told so far, for {@link Cloud.stillTells}. @default nobody knows */
  told?(): Promise<CloudAnswers | undefined>;
  close(): Promise<void>;
}

/** What a run of the provider was told by the cloud: to be kept as JSON, and given back to it. */
export interface CloudAnswers {
  /** Names the provider: another one may ask for something else. */
  readonly provider: string;
  readonly answers: readonly object[];
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
  /** Signs the ledger, and tells how far it had come. @default undefined: nobody signs, as in clouds that only hold objects */
  readonly signing: LedgerSigning | undefined;
  /** The bucket of all of these. */
  readonly stateBucket: StateBucketHome;
  /** What clients of AWS services are made from, so that they reach this cloud and no other. */
  readonly settingsFor: SettingsFor;
  /** Archives of releases beside them. */
  readonly archives: ByteObjects;
  /** Whose credentials these are: an ARN. @default nobody's: the sandbox */
  readonly identity?: string;
  /**
   * Names all that the cloud holds: equal for equal content. Undefined where nobody can tell.
   *
   * @default nobody can tell
   */
  revision?(): Promise<string | undefined>;
  /** Whether a run that reads would be told the same now. @default nobody can tell */
  stillTells?(told: CloudAnswers): Promise<boolean>;
  /** Makes the provider available for a run in a folder over these resource types. */
  providerFor(types: readonly string[], folder: string): Promise<ProviderSession>;
  close(): Promise<void>;
}

/** What opening a cloud can be told. */
export interface OpenCloudOptions {
  /** Told in a line each what takes long. @default nobody is told */
  readonly tell?: (message: string) => void;
  /** Told in a line each what a person should know of what was written. @default nobody is told */
  readonly warn?: (message: string) => void;
  /** Start the sandbox when it is down, and make its state bucket. @default true */
  readonly start?: boolean;
  /** Open it also without a state bucket, and make none. @default false */
  readonly withoutBucket?: boolean;
}
