import { BacklotError } from '../../../modules/values/backlot-error.js';
import { awsEndpoint } from './aws-endpoint.js';

/** Whose credentials these are. */
export interface CallerIdentity {
  readonly accountId: string;
  readonly arn: string;
}

/** Asks AWS whose credentials the process has. */
export type IdentifyCaller = (region: string) => Promise<CallerIdentity>;

/** STS GetCallerIdentity with the credentials of the default chain (variables, profile, SSO, container, instance). */
export const identifyCaller: IdentifyCaller = async (region) => {
  const { GetCallerIdentityCommand, STSClient } = await import('@aws-sdk/client-sts');
  const client = new STSClient({ region, maxAttempts: 2, endpoint: awsEndpoint('sts', region) });
  try {
    const { Account = '', Arn = '' } = await client.send(new GetCallerIdentityCommand({}));
    return { accountId: Account, arn: Arn };
  } finally {
    client.destroy();
  }
};

const SIGN_IN = {
  hints: [
    'AWS_PROFILE names another profile; AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN do without one',
  ],
  actions: ['aws sso login'],
} as const;

/**
 * Makes sure that the credentials belong to the account that the environment names.
 *
 * @throws BacklotError with exit code 4: `NoCredentials`, `ExpiredCredentials`, `InvalidCredentials`, `WrongAccount`; `AwsUnreachable`.
 */
export async function assertAccount(
  expected: { readonly environment: string; readonly accountId: string; readonly region: string },
  identify: IdentifyCaller = identifyCaller,
): Promise<CallerIdentity> {
  const { environment, accountId, region } = expected;
  const caller = await identify(region).catch((error: unknown) => {
    throw credentialsError(error, environment, accountId);
  });
  if (caller.accountId === accountId) return caller;
  throw new BacklotError({
    code: 'WrongAccount',
    message: `environment '${environment}' is in account ${accountId}, but the credentials (${caller.arn}) belong to account ${caller.accountId}`,
    exitCode: 4,
    hints: [`use credentials of account ${accountId}`, ...SIGN_IN.hints],
    actions: SIGN_IN.actions,
    details: { expected: accountId, actual: caller.accountId, arn: caller.arn },
  });
}

function credentialsError(error: unknown, environment: string, accountId: string): BacklotError {
  const name = error instanceof Error ? error.name : '';
  const text = error instanceof Error ? error.message : String(error);
  const base = { exitCode: 4, ...SIGN_IN, cause: error, details: { expected: accountId } } as const;
  if (/Expired|RequestExpired/.test(name) || /expired/i.test(text)) {
    const message = `the AWS credentials for environment '${environment}' have expired: ${text}`;
    return new BacklotError({ ...base, code: 'ExpiredCredentials', message });
  }
  if (/CredentialsProviderError|CredentialsError|TokenProviderError/.test(name)) {
    const message = `no AWS credentials were found; environment '${environment}' needs those of account ${accountId}: ${text}`;
    return new BacklotError({ ...base, code: 'NoCredentials', message });
  }
  if (/InvalidClientTokenId|SignatureDoesNotMatch|UnrecognizedClient|AccessDenied/.test(name)) {
    const message = `AWS refuses the credentials for environment '${environment}': ${text}`;
    return new BacklotError({ ...base, code: 'InvalidCredentials', message });
  }
  return new BacklotError({
    code: 'AwsUnreachable',
    message: `AWS could not be asked whose credentials these are: ${text || name}`,
    source: 'upstream',
    hints: ['check the network and the proxy, then repeat'],
    cause: error,
  });
}
