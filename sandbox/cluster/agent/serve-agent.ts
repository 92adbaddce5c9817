import type { IncomingMessage, Server } from 'node:http';
import { guardedServer } from '../../../host/guarded-server.js';
import { expositionType } from './exposition.js';
import type { LoadAnswer, LoadCall } from './load-endpoint.js';

/** What the agent answers over plain http. */
export interface AgentEndpoints {
  /** The text format of Prometheus. */
  readonly metrics: () => string;
  readonly health: () => { readonly ok: boolean; readonly [field: string]: unknown };
  readonly load: (call: LoadCall) => LoadAnswer;
}

const LONGEST_BODY = 64 * 1024;

/** Serves `/metrics`, `/healthz` and `/load` on loopback, to programs of this user only: neither another user nor a page of a browser can reach them. */
export async function serveAgent(port: number, endpoints: AgentEndpoints): Promise<Server> {
  const server = guardedServer((request, response) => {
    const answer = (status: number, body: unknown, type = 'application/json') => {
      response.writeHead(status, { 'content-type': type, 'x-content-type-options': 'nosniff' });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    };
    respond(request, endpoints, answer).catch((error: unknown) => {
      process.stderr.write(`${request.url}: ${error instanceof Error ? error.stack : error}\n`);
      answer(500, { code: 'InternalError', message: String(error) });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return server;
}

async function respond(
  request: IncomingMessage,
  endpoints: AgentEndpoints,
  answer: (status: number, body: unknown, type?: string) => void,
): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  if (pathname === '/metrics') return answer(200, endpoints.metrics(), expositionType);
  if (pathname === '/healthz') {
    const health = endpoints.health();
    return answer(health.ok ? 200 : 503, health);
  }
  const match = /^\/load(?:\/([\w-]+))?$/.exec(pathname);
  if (!match) return answer(404, { code: 'NotFound', message: `nothing is at ${pathname}` });
  const method = request.method ?? 'GET';
  const called = endpoints.load({ method, id: match[1] ?? '', query: searchParams, body: await bodyOf(request) });
  answer(called.status, called.body);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > LONGEST_BODY) throw new Error('the body is too long');
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}
