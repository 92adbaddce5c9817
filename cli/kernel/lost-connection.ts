/** A connection that could not be made, or broke. */
export interface LostConnection {
  /** What the system said: `connect ECONNREFUSED 127.0.0.1:4566`. */
  readonly reason: string;
  /** @default not told */
  readonly port?: number;
}

const CODES = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND'];

/** Finds in an error, and in what caused it, that whoever was spoken to is gone; undefined when it is about something else. */
export function lostConnection(error: unknown, depth = 0): LostConnection | undefined {
  if (!(error instanceof Error) || depth > 5) return undefined;
  const { code, port, cause, errors } = error as NodeJS.ErrnoException & { port?: unknown; errors?: unknown };
  const within = [cause, ...(Array.isArray(errors) ? errors : [])];
  // What is deeper says more: `fetch failed` is caused by the refused connection.
  for (const each of within) {
    const found = lostConnection(each, depth + 1);
    if (found) return found;
  }
  const lost = (typeof code === 'string' && CODES.includes(code)) || /socket hang up/.test(error.message);
  if (!lost) return undefined;
  return { reason: error.message || String(code), ...(typeof port === 'number' ? { port } : {}) };
}
