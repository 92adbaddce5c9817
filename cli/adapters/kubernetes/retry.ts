import { setTimeout as wait } from 'node:timers/promises';
import { connectionError, neverArrived, passesByItself } from './connection-error.js';
import type { ClusterAccess } from './kubernetes.js';
import { isMistyped } from './status-error.js';
import type { ApiRequest, ApiResponse, Transport } from './transport.js';

/** How stubborn a connection is. */
export interface RetryOptions {
  /** Milliseconds during which a request is repeated. */
  readonly patienceMs: number;
  readonly signal?: AbortSignal;
}

/** Answers that the same request may not get a second time. */
const PASSING = [429, 500, 502, 503, 504];

/**
 * Sends until the server answers or patience ends. What isn't idempotent is repeated only when it cannot have been done:
 * nobody was there, or the server refused it because of its load.
 */
export async function sendPatiently(
  transport: Transport,
  call: ApiRequest & { readonly idempotent: boolean },
  access: ClusterAccess,
  { patienceMs, signal }: RetryOptions,
): Promise<ApiResponse> {
  const until = Date.now() + patienceMs;
  for (let attempt = 0; ; attempt++) {
    let after: number | undefined;
    try {
      const response = await transport.send(call, signal);
      const again = response.status === 429 || (call.idempotent && passes(response));
      if (!again || Date.now() >= until) return response;
      after = response.retryAfter;
    } catch (error) {
      if (signal?.aborted) throw error;
      const again = neverArrived(error) || (call.idempotent && passesByItself(error));
      if (!again || Date.now() >= until) throw connectionError(error, access);
    }
    await pause(attempt, until, after, signal);
  }
}

function passes({ status, body }: ApiResponse): boolean {
  return PASSING.includes(status) && !isMistyped(body);
}

/** Exponential with full jitter, so that many clients do not come back at once; never past the deadline. */
export async function pause(
  attempt: number,
  until: number,
  afterSeconds?: number,
  signal?: AbortSignal,
): Promise<void> {
  const ceiling = Math.min(100 * 2 ** attempt, 5000);
  const milliseconds = afterSeconds === undefined ? ceiling * (0.2 + 0.8 * Math.random()) : afterSeconds * 1000;
  await wait(Math.max(1, Math.min(milliseconds, until - Date.now())), undefined, { signal });
}
