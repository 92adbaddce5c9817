import { readFile } from 'node:fs/promises';
import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http';
import { type RequestOptions, request as secureRequest } from 'node:https';
import { pipeline } from 'node:stream/promises';
import { guardedServer } from '../../../host/guarded-server.js';

/** Where Prometheus answers, and as whom it is asked. */
export interface PrometheusProxyProps {
  /** Port on 127.0.0.1 that is served (http). */
  readonly port: number;
  /** Port on 127.0.0.1 of Prometheus itself (https, for holders of a certificate). */
  readonly serverPort: number;
  /** PEM of the CA that signs the certificate of Prometheus. */
  readonly caFile: string;
  readonly certFile: string;
  readonly keyFile: string;
}

/** Of one connection only (RFC 9110, 7.6.1), but for `transfer-encoding`, by which Node frames the body that it sends. */
const HOP_BY_HOP = ['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'upgrade'];

/** Serves Prometheus, which itself would answer everybody, to this user and to its own pages. */
export async function servePrometheus(props: PrometheusProxyProps): Promise<Server> {
  const [ca, cert, key] = await Promise.all(
    [props.caFile, props.certFile, props.keyFile].map((path) => readFile(path)),
  );
  // Each request has a connection of its own: a kept one may be closed just as it is used again.
  // Its certificate is for that address, whatever the client calls it.
  const target = { host: '127.0.0.1', servername: '', port: props.serverPort, agent: false, ca, cert, key };
  const server = guardedServer(
    (request, response) => {
      forward(request, response, target).catch((error: Error) => unavailable(response, error));
    },
    { ownPages: true },
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(props.port, '127.0.0.1', resolve);
  });
  return server;
}

async function forward(request: IncomingMessage, response: ServerResponse, target: RequestOptions): Promise<void> {
  const { method, url: path } = request;
  const ended = new AbortController();
  response.once('close', () => ended.abort());
  const headers = passedOn(request.headers);
  const sent = secureRequest({ ...target, method, path, headers, signal: ended.signal });
  sent.flushHeaders();
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    sent.once('response', resolve);
    sent.once('error', reject);
  });
  // It may answer before it has read the whole body: then only the answer counts.
  pipeline(request, sent).catch(() => {});
  const answer = await answered;
  response.writeHead(answer.statusCode ?? 502, passedOn(answer.headers));
  await pipeline(answer, response);
}

/** What is told to the other side: nothing of the connection, and no leave for pages of others. */
function passedOn(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !HOP_BY_HOP.includes(name) && !name.startsWith('access-control-')),
  );
}

function unavailable(response: ServerResponse, error: Error): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  response.writeHead(502, { 'content-type': 'text/plain' });
  response.end(`Prometheus of the sandbox gives no answer: ${error.message}\n`);
}
