/** What an AWS API answered instead of a result. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    /** `InvalidVpcID.NotFound` */
    readonly code: string,
    /** `DescribeVpcs` */
    readonly operation: string,
    readonly service: string,
    message: string,
    /** HTTP status, when there was an answer. */
    readonly status: number | undefined,
    cause: unknown,
  ) {
    super(message, { cause });
  }

  /** Turns whatever the SDK threw into one; other errors are passed through unchanged. */
  static from(error: unknown, service: string, operation: string): unknown {
    if (!(error instanceof Error) || !('$metadata' in error)) return error;
    const { $metadata, Code } = error as unknown as { $metadata?: { httpStatusCode?: number }; Code?: string };
    const code =
      error.name === 'Error' || error.name === 'Unknown' ? (Code ?? String($metadata?.httpStatusCode)) : error.name;
    return new ApiError(code, operation, service, error.message, $metadata?.httpStatusCode, error);
  }
}

const ABSENT = /NotFound|NoSuch|NonExist|DoesNotExist|UnknownResource/i;

/** Whether an error says that what was asked for does not exist. */
export function isAbsent(error: unknown, further: readonly string[] = []): boolean {
  return error instanceof ApiError && (ABSENT.test(error.code) || further.includes(error.code));
}
