import { BacklotError } from '../../../modules/values/backlot-error.js';

/** Name of an error of the SDK, without the suffixes that services add differently. */
export function errorName(error: unknown): string {
  return error instanceof Error ? error.name.replace(/(Fault|Exception)$/, '') : '';
}

/** Whether a service says that what was asked for is not there. */
export function isGone(error: unknown): boolean {
  return /(NotFound|^NoSuch|^NotFound)/.test(errorName(error));
}

/** Whether a service says that the name is taken. */
export function isTaken(error: unknown): boolean {
  return /(AlreadyExists|InUse$|OwnedByYou)/.test(errorName(error));
}

/** Runs a request; undefined when what it is about is not there. */
export async function ifThere<T>(request: Promise<T>): Promise<T | undefined> {
  try {
    return await request;
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

/**
 * Words the errors that people meet while something long is under way; others stay what they are.
 *
 * @param resume command that goes on where this one ended.
 * @returns BacklotError `ExpiredCredentials`, `AccessDenied` (both exit code 4), `QuotaExceeded`, `TooLittleDisk`, `Throttled`.
 */
export function wordAwsError(error: unknown, what: string, resume: string): unknown {
  if (error instanceof BacklotError || !(error instanceof Error)) return error;
  const name = errorName(error);
  const base = { source: 'upstream', cause: error } as const;
  if (/Expired/.test(name) || /security token.*expired/i.test(error.message)) {
    return new BacklotError({
      ...base,
      code: 'ExpiredCredentials',
      message: `${what}: the AWS credentials expired in the middle; what was started goes on at AWS, and nothing is lost`,
      exitCode: 4,
      hints: ['AWS_PROFILE names another profile'],
      actions: ['aws sso login', resume],
    });
  }
  if (
    /CredentialsProviderError|AccessDenied|UnauthorizedOperation|InvalidClientTokenId|UnrecognizedClient/.test(name)
  ) {
    return new BacklotError({
      ...base,
      code: 'AccessDenied',
      message: `${what}: ${error.message}`,
      exitCode: 4,
      hints: ['have the missing permission granted, or use other credentials'],
      actions: [resume],
    });
  }
  if (/Quota|LimitExceeded|TooManyRequestsQuota/.test(name)) {
    return new BacklotError({
      ...base,
      code: 'QuotaExceeded',
      message: `${what}: a quota of the account is used up (${name}): ${error.message}`,
      hints: ['remove what is left over'],
      actions: ['aws service-quotas list-service-quotas --service-code rds', resume],
    });
  }
  if (/Insufficient.*(Capacity|Storage|Space)|StorageFull|ENOSPC/.test(`${name} ${error.message}`)) {
    return new BacklotError({
      ...base,
      code: 'TooLittleDisk',
      message: `${what}: there is too little room for the copy (${name}): ${error.message}`,
      hints: ['make room, or restore onto a larger or another class'],
      actions: [resume],
    });
  }
  if (/Throttl|TooManyRequests|RequestLimit|SlowDown/.test(name)) {
    return new BacklotError({
      ...base,
      code: 'Throttled',
      message: `${what}: AWS throttled every one of the attempts: ${error.message}`,
      exitCode: 69,
      actions: [resume],
    });
  }
  return error;
}
