import { BacklotError } from '../../../../modules/values/backlot-error.js';
import { isLoopback } from '../../../../modules/values/loopback.js';

/** An address on this machine: the only kind that the sandbox provider sends to. */
export interface LoopbackEndpoint {
  readonly url: string;
  /** As in a URL: `127.0.0.1`, `[::1]` or `localhost`. */
  readonly hostname: string;
  readonly port: number;
}

/**
 * Accepts `http://127.0.0.1:4566`, `http://[::1]:4566` and `http://localhost:4566`, and nothing else.
 *
 * @throws BacklotError `NotLoopback`
 */
export function loopbackEndpoint(url: string): LoopbackEndpoint {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed?.protocol !== 'http:' || !isLoopback(parsed.hostname) || parsed.username || parsed.password) {
    throw new BacklotError({
      code: 'NotLoopback',
      source: 'platform',
      message: `The sandbox provider only talks to an emulator on this machine over http, not to "${url}".`,
      actions: ['backlot sandbox up'],
      exitCode: 3,
    });
  }
  const port = Number(parsed.port || 80);
  return { url: `http://${parsed.hostname}:${port}`, hostname: parsed.hostname, port };
}
