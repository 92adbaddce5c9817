/** How a thing stands: there; there with a catch, or not needed now; or not there although it is needed. */
export type CheckStatus = 'ok' | 'warning' | 'missing';

/** What was found of one thing that this project uses. */
export interface Check {
  /** Stable, kebab-case: `terraform`. */
  readonly id: string;
  /** For people: `OpenTofu or Terraform`. */
  readonly title: string;
  readonly status: CheckStatus;
  /** @default it has none, or it is not there */
  readonly version?: string;
  /** Where it came from: `path`, `cache`. @default it comes from one place only */
  readonly source?: string;
  /** @default it is no file or folder */
  readonly path?: string;
  /** One line. @default all is said */
  readonly detail?: string;
  /** Next step, as a command or short sentence. @default nothing to do */
  readonly action?: string;
}

/** What `doctor` found. */
export interface DoctorReport {
  /** Nothing is missing. */
  readonly ok: boolean;
  readonly checks: readonly Check[];
}
