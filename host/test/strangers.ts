import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

/** Somebody whom the sandbox answers nothing. */
export interface Stranger {
  readonly name: string;
  /** @default the user who runs the tests */
  readonly uid?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request to a port of this machine. */
export interface Knock {
  readonly port: number;
  readonly scheme: 'http' | 'https';
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Pages of a browser, in each way in which it sends for them. */
const PAGES: readonly Stranger[] = [
  { name: 'a page of another site', headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' } },
  { name: 'a page of an old browser', headers: { origin: 'null' } },
  { name: 'an image of a page', headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' } },
  { name: 'a page of this machine', headers: { origin: 'http://localhost:1', 'sec-fetch-site': 'same-site' } },
  { name: 'a page whose name was bound anew', headers: { host: 'evil.example' } },
];

/** Only root can become somebody else; who is not tests the lookup with planted tables (`peer-owner.test.ts`). */
const OTHER_USERS: readonly Stranger[] = process.geteuid?.() === 0 ? [{ name: 'another user', uid: 65_534 }] : [];

export const STRANGERS: readonly Stranger[] = [...PAGES, ...OTHER_USERS];

const PATHS = ['/', '/healthz', '/readyz', '/livez', '/health', '/metrics', '/version', '/load', '/v2/', '/apis'];
const MORE_PATHS = ['/_backlot/health', '/_ministack/health', '/-/ready', '/api/v1/query?query=up', '/debug/pprof/'];

/** What `somebody` gets for some requests; status 0 is no answer of HTTP. */
export async function send(
  somebody: Omit<Stranger, 'name'>,
  knocks: readonly Knock[],
): Promise<{ status: number; text: string }[]> {
  const script = fileURLToPath(new URL('./fixtures/knock.mjs', import.meta.url));
  const requests = knocks.map((knock) => ({ ...knock, headers: { ...knock.headers, ...somebody.headers } }));
  const input = JSON.stringify({ uid: somebody.uid, requests });
  const { stdout } = await execa(process.execPath, [script], { input });
  return JSON.parse(stdout);
}

/** Tries all that is usually there at each port; what somebody got, as `12345 https GET /healthz 200`. */
export async function gains(somebody: Omit<Stranger, 'name'>, ports: readonly number[]): Promise<string[]> {
  const knocks = ports.flatMap((port) =>
    (['http', 'https'] as const).flatMap((scheme): Knock[] => [
      ...[...PATHS, ...MORE_PATHS].map((path) => ({ port, scheme, method: 'GET', path })),
      { port, scheme, method: 'POST', path: '/', headers: { 'content-type': 'text/plain' }, body: 'Action=ListQueues' },
    ]),
  );
  const answers = await send(somebody, knocks);
  return knocks.flatMap(({ port, scheme, method, path }, at) => {
    const status = answers[at]?.status ?? 0;
    return status >= 200 && status < 400 ? [`${port} ${scheme} ${method} ${path} ${status}`] : [];
  });
}
