/** A connection that could not be made, or broke. */
export interface LostConnection {
  /** What the system said: `connect ECONNREFUSED 127.0.0.1:4566`. */
  readonly reason: string;
  /** @default not told */
  readonly port?: number;
}

const CODES = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND'];

/** What is left of a code where an error was wrapped in words. */
const IN_WORDS = /\b(ECONNREFUSED|ECONNRESET|EPIPE)\b|socket hang up/;

/** Finds in an error, and in what caused it, that whoever was spoken to is gone; undefined when it is about something else. */
export function lostConnection(error: unknown, depth = 0): LostConnection | undefined {
  if (typeof error !== 'object' || error === null || depth > 5) return undefined;
  const { code, message = '', port, cause, errors } = error as Broken;
  const within = [cause, ...(Array.isArray(errors) ? errors : [])];
  // What is deeper says more: `fetch failed` is caused by the refused connection.
  for (const each of within) {
    const found = lostConnection(each, depth + 1);
    if (found) return found;
  }
  const lost = (typeof code === 'string' && CODES.includes(code)) || IN_WORDS.test(message);
  if (!lost) return undefined;
  const told = typeof port === 'number' ? port : Number(/:(\d+)$/.exec(message)?.[1]);
  return { reason: message || String(code), ...(told > 0 ? { port: told } : {}) };
}

interface Broken {
  readonly code?: unknown;
  readonly message?: string;
  readonly port?: unknown;
  readonly cause?: unknown;
  readonly errors?: unknown;
}
