import { get } from 'node:http';

/** What the launcher answers of itself. */
export interface EmulatorHealth {
  readonly pid: number;
  readonly version: string;
  /** Milliseconds since the epoch of the last save to disk; 0 before the first. */
  readonly savedAt: number;
  /** Whether requests came in since. */
  readonly unsaved: boolean;
  /** Why functions run as any program of this user does. @default they are confined */
  readonly unconfined?: string;
}

/**
 * What comes back from a port: the emulator's answer, that of something else, nobody who listens, or silence. A busy emulator is
 * silent, and so is a suspended one: the system takes the connection for it.
 */
export type HealthAnswer = EmulatorHealth | 'another' | 'refused' | 'silent';

/** Asks the emulator on a loopback port how it is; undefined when nothing, or something else, answers there. */
export async function checkHealth(port: number, timeoutMs = 2_000): Promise<EmulatorHealth | undefined> {
  const answer = await askHealth(port, timeoutMs);
  return typeof answer === 'string' ? undefined : answer;
}

/** Asks as {@link checkHealth} does, and tells the kinds of failure apart. */
export function askHealth(port: number, timeoutMs: number): Promise<HealthAnswer> {
  return new Promise((resolve) => {
    const request = get(
      { host: '127.0.0.1', port, path: '/_backlot/health', agent: false, signal: AbortSignal.timeout(timeoutMs) },
      (response) => {
        let body = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          body += chunk;
        });
        response.on('error', () => resolve('silent'));
        response.on('end', () => resolve(parse(body) ?? 'another'));
      },
    );
    request.on('error', ({ code }: NodeJS.ErrnoException) =>
      // What answers in another protocol is something else; a connection that is cut says nothing of who cut it.
      resolve(code === 'ECONNREFUSED' ? 'refused' : code?.startsWith('HPE_') ? 'another' : 'silent'),
    );
  });
}

function parse(body: string): EmulatorHealth | undefined {
  try {
    const health = JSON.parse(body) as Partial<EmulatorHealth>;
    return Number.isInteger(health.pid) ? (health as EmulatorHealth) : undefined;
  } catch {
    return undefined;
  }
}
