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

/** Asks the emulator on a loopback port how it is; undefined when nothing, or something else, answers there. */
export function checkHealth(port: number, timeoutMs = 2_000): Promise<EmulatorHealth | undefined> {
  return new Promise((resolve) => {
    const request = get(
      { host: '127.0.0.1', port, path: '/_backlot/health', agent: false, timeout: timeoutMs },
      (response) => {
        let body = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          body += chunk;
        });
        response.on('error', () => resolve(undefined));
        response.on('end', () => resolve(parse(body)));
      },
    );
    request.on('timeout', () => request.destroy(new Error('no answer in time')));
    request.on('error', () => resolve(undefined));
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
