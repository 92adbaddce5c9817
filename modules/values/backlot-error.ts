import { withoutCredentials, withoutCredentialsIn } from './without-credentials.js';

/** Who can mend it: the person who called, this platform kit, or a service or tool that we call. */
export type ErrorSource = 'user' | 'platform' | 'upstream';

/** What a {@link BacklotError} is made of. */
export interface BacklotErrorProps {
  /** Stable name in PascalCase; code branches on this, never on the message. */
  readonly code: string;
  /** Names the field, the bad value and what is wrong. */
  readonly message: string;
  /** @default 'user' */
  readonly source?: ErrorSource;
  /** Next steps: commands to paste into a shell, nothing else; `backlot …` is printed as the program was called. @default none */
  readonly actions?: readonly string[];
  /** What helps and is no command: a setting to change, something to wait for. One short sentence each. @default none */
  readonly hints?: readonly string[];
  /** What to exit with. @default 1; 3 for bad usage or configuration, 4 for credentials, 69 for time-outs, 130 for interrupts */
  readonly exitCode?: number;
  /** Fields for `--json`. @default none */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/**
 * The one error of this project: everything that a person is meant to read is thrown as this. It goes to terminals, logs, records and
 * reports, and what others said is in it: credentials in its texts are hidden when it is made.
 */
export class BacklotError extends Error {
  override readonly name = 'BacklotError';
  readonly code: string;
  readonly source: ErrorSource;
  readonly actions: readonly string[];
  readonly hints: readonly string[];
  readonly exitCode: number;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(props: BacklotErrorProps) {
    super(withoutCredentials(props.message), props.cause === undefined ? undefined : { cause: props.cause });
    this.code = props.code;
    this.source = props.source ?? 'user';
    this.actions = (props.actions ?? []).map(withoutCredentials);
    this.hints = (props.hints ?? []).map(withoutCredentials);
    this.exitCode = props.exitCode ?? 1;
    this.details = withoutCredentialsIn(props.details ?? {});
  }

  /** The object that `--json` prints under `error`. */
  toJSON(): Record<string, unknown> {
    const { actions, code, details, hints, message, source } = this;
    return { code, message, source, actions, ...(hints.length > 0 ? { hints } : {}), ...details };
  }
}
