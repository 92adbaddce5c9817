import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { TLSSocket } from 'node:tls';
import type { ClusterView } from '../watch/cluster-view.js';
import { logQuery, writeLogs } from './container-logs.js';
import type { PodLogs } from './pod-logs.js';

/** What the agent answers as the kubelet of every node. */
export interface ServeKubeletProps {
  readonly port: number;
  readonly certFile: string;
  readonly keyFile: string;
  /** PEM of the CA that signs the API server's client certificate (`--kubelet-client-certificate`). */
  readonly clientCaFile: string;
  /** Common name of that certificate. */
  readonly clientName: string;
  readonly logs: PodLogs;
  readonly view: Pick<ClusterView, 'pods'>;
}

/** Said of everything that needs a process. */
export const NO_PROCESS =
  'this pod is simulated: its node is played by kwok and it has no container, so there is no process to run a command in';

/**
 * Serves on loopback, to the API server only, what of a kubelet makes sense without containers: the logs that the model
 * writes. Commands and ports are refused with the reason.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/kubelet-authn-authz/
 */
export async function serveKubelet(props: ServeKubeletProps): Promise<Server> {
  const [cert, key, ca] = await Promise.all(
    [props.certFile, props.keyFile, props.clientCaFile].map((file) => readFile(file)),
  );
  const server = createServer({ cert, key, ca, requestCert: true, rejectUnauthorized: true }, (request, response) => {
    const answer = (status: number, text: string) => {
      response.writeHead(status, { 'content-type': 'text/plain' });
      response.end(`${text}\n`);
    };
    if (!isApiServer(request.socket as TLSSocket, props.clientName)) {
      answer(403, 'only the API server may ask');
      return;
    }
    const url = new URL(request.url ?? '/', 'https://localhost');
    const [, verb, namespace, name] = url.pathname.split('/').map(decodeURIComponent);
    if (verb === 'healthz') return answer(200, 'ok');
    if (!['containerLogs', 'exec', 'attach', 'portForward', 'run'].includes(verb ?? ''))
      return answer(404, 'there is nothing here');
    if (verb !== 'containerLogs') return answer(501, NO_PROCESS);
    const pod = [...props.view.pods()].find((each) => each.namespace === namespace && each.name === name);
    if (!pod || !namespace || !name) return answer(404, `pod ${namespace}/${name} is not known to the model`);
    const query = logQuery(url.searchParams, Date.now());
    // A container of the model has no life before this one that would have written something.
    if (query.previous)
      return answer(
        400,
        `previous terminated container of pod "${name}" not found: simulated pods keep no earlier log`,
      );
    response.writeHead(200, { 'content-type': 'text/plain' });
    response.flushHeaders();
    const stop = writeLogs(props.logs, { namespace, name }, query, response);
    request.once('close', stop);
    response.once('close', stop);
  });
  // An upgrade (exec, attach, port-forward) asks for a connection that there is not.
  server.on('upgrade', (_request, socket) => {
    const text = `${NO_PROCESS}\n`;
    socket.end(
      `HTTP/1.1 501 Not Implemented\r\ncontent-type: text/plain\r\ncontent-length: ${Buffer.byteLength(text)}\r\nconnection: close\r\n\r\n${text}`,
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(props.port, '127.0.0.1', resolve);
  });
  return server;
}

function isApiServer(socket: TLSSocket, wanted: string): boolean {
  const { subject } = socket.getPeerCertificate();
  return [subject?.CN].flat()[0] === wanted;
}
