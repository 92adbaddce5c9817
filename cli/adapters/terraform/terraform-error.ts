import { BacklotError } from '../../../modules/values/backlot-error.js';
import { quoted } from '../../../modules/values/shell-quoted.js';
import { commandLine as again } from '../../kernel/command-line.js';
import { redact } from './redact.js';
import { readLockMessage } from './state-lock.js';
import type { Diagnostic } from './terraform-event.js';
import type { TerraformProcessResult } from './terraform-process.js';

/** Where and how Terraform was run, for the error and its next steps. */
export interface TerraformErrorContext {
  /** Name of the stack. */
  readonly stack: string;
  /** Id of the environment. @default none is named */
  readonly environment?: string;
  /** `plan`, `apply`, `init`, … */
  readonly command: string;
  readonly log: string;
  /** Makes a command line that a person can run, with folder and endpoint. */
  readonly commandLine: (...args: string[]) => string;
  readonly secrets: readonly string[];
  /** State that Terraform could not store, as a file of this path. @default it stored the state */
  readonly unsavedState?: string;
}

/** Turns a failed run into the error that a person reads: the resource, the reason, the next step. */
export function terraformError(result: TerraformProcessResult, context: TerraformErrorContext): BacklotError {
  const { stack, environment = '', command, log, commandLine } = context;
  const clean = (text: string) => redact(text, context.secrets).trim();
  const lock = result.errors
    .filter(({ summary }) => /state lock/i.test(summary))
    .map(({ detail }) => readLockMessage(detail))
    .find((found) => found !== undefined);
  if (lock) {
    return new BacklotError({
      code: 'StateLocked',
      message: `the state of stack '${stack}' is locked by ${lock.who} (${lock.operation}) since ${lock.since}, lock id ${lock.id}`,
      source: 'user',
      hints: [
        'wait until that run has ended, then repeat the command; take its lock only if that run is dead for certain',
      ],
      // Who can write to the bucket chose it: an id that would be an option is none.
      actions: /^\w/.test(lock.id) ? [commandLine('force-unlock', '-force', lock.id)] : [],
      details: { stack, lock, log },
    });
  }
  if (context.unsavedState) {
    return new BacklotError({
      code: 'StateNotSaved',
      message: `stack '${stack}': Terraform changed resources but could not store the state: ${clean(reasonOf(result))}. It is kept in ${context.unsavedState}`,
      source: 'upstream',
      hints: [
        `the next run stores it first; by hand: ${commandLine('state', 'push', context.unsavedState)}, then remove the file`,
      ],
      actions: [command === 'apply' ? again(`backlot deploy ${environment}`) : `backlot plan ${environment}`],
      details: { stack, log, unsavedState: context.unsavedState },
    });
  }
  const said = result.errors.filter(({ summary }) => !/^(Terraform|OpenTofu) encountered problems/.test(summary));
  const diagnostics = (said.length > 0 ? said : result.errors).map((each) => ({
    ...each,
    summary: clean(each.summary),
    detail: clean(each.detail),
  }));
  const first = diagnostics[0];
  const more = diagnostics.length > 1 ? ` (and ${diagnostics.length - 1} more)` : '';
  return new BacklotError({
    code: 'TerraformFailed',
    message: `stack '${stack}': ${first ? sentence(first) : `terraform ${command} ${endOf(result)}: ${clean(reasonOf(result))}`}${more}`,
    source: 'upstream',
    hints: hintsOf(diagnostics),
    actions: [`less ${quoted(log)}`],
    details: { stack, command, log, diagnostics },
  });
}

function sentence({ address, attribute, summary, detail }: Diagnostic): string {
  const where = address ? `${address}${attribute ? `.${attribute}` : ''}: ` : '';
  return `${where}${summary}${detail && detail !== summary ? `: ${detail}` : ''}`;
}

function reasonOf(result: TerraformProcessResult): string {
  return result.errors.map(({ summary }) => summary).join('; ') || result.lastLines.join('\n') || 'it printed nothing';
}

function endOf(result: TerraformProcessResult): string {
  return result.signal ? `was ended by ${result.signal}` : `exited with ${result.exitCode}`;
}

/** What is known to help, by what AWS and Terraform say. */
const HINTS: readonly [RegExp, (address: string) => string][] = [
  [
    /deletion protection|DeletionProtection|OperationNotPermitted.*protect/i,
    (address) => `turn deletion protection of ${address} off in the environment file, deploy, then repeat`,
  ],
  [/prevent_destroy/i, (address) => `${address} is kept by prevent_destroy: remove that first if it must go`],
  [
    /BucketNotEmpty|RepositoryNotEmpty|not empty/i,
    (address) => `empty ${address} first; what it holds is not deleted by accident`,
  ],
  [/ExpiredToken|credentials.*expired|token.*expired/i, () => 'sign in again (aws sso login), then repeat'],
  [/AccessDenied|UnauthorizedOperation|not authorized to perform/i, () => 'ask for the permission that is named'],
  [/LimitExceeded|QuotaExceeded|ServiceQuota/i, () => 'ask for a higher quota'],
  [/no space left on device/i, () => 'free space on the disk, then repeat'],
];

function hintsOf(diagnostics: readonly Diagnostic[]): string[] {
  const steps = diagnostics.flatMap(({ summary, detail, address }) =>
    HINTS.filter(([pattern]) => pattern.test(`${summary} ${detail}`)).map(([, hint]) => hint(address ?? 'it')),
  );
  return [...new Set(steps)];
}
