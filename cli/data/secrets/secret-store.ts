/** A version of a secret without its value. */
export interface SecretVersion {
  readonly id: string;
  /** Staging labels: `AWSCURRENT`, `AWSPENDING`, and those of a rotation. */
  readonly stages: readonly string[];
  /** ISO 8601. @default the store doesn't say */
  readonly createdAt?: string;
}

/** What Secrets Manager says of a secret; never a value. */
export interface StoredSecret {
  /** `/backlot/prod/api-token-key` */
  readonly name: string;
  readonly arn: string;
  readonly description?: string;
  /** AWS itself makes new values, by a function or a managed rotation. @default false */
  readonly rotates?: boolean;
  /** `30 days` or `rate(4 hours)`. @default it doesn't rotate by itself */
  readonly schedule?: string;
  /** ISO 8601. @default never */
  readonly lastRotated?: string;
  /** `rds`: the service that makes its values. @default nobody but this platform */
  readonly owner?: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly versions: readonly SecretVersion[];
}

/** What is written as a new version. */
export interface NewVersion {
  /** Id of the version, a UUID: the same id with the same value is written once. */
  readonly id: string;
  readonly value: string;
  readonly stages: readonly string[];
}

/** Moves a staging label: a label is on one version at most. */
export interface StageMove {
  readonly stage: string;
  /** @default taken off */
  readonly to?: string;
  /** Where it must be now. @default nowhere */
  readonly from?: string;
}

/** Secrets Manager, as far as it is used here. Names and ARNs are taken alike. Throws BacklotError. */
export interface SecretStore {
  /** Undefined when there is none of the name. */
  describe(name: string): Promise<StoredSecret | undefined>;
  /** The value of a version; undefined when the version has none. Never printed, logged or put into an error. */
  read(name: string, version: string): Promise<string | undefined>;
  put(name: string, version: NewVersion): Promise<void>;
  moveStage(name: string, move: StageMove): Promise<void>;
}
