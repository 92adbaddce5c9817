import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { TLSSocket } from 'node:tls';
import { type MetricsApiProps, metricsApi } from './metrics-api.js';

/** Who may ask, and as whom the agent answers. */
export interface ServeMetricsApiProps extends MetricsApiProps {
  readonly port: number;
  readonly certFile: string;
  readonly keyFile: string;
  readonly requestHeaderCaFile: string;
  /** @default every certificate of that CA */
  readonly requestHeaderNames?: readonly string[];
}

/**
 * Serves the aggregated APIs on loopback to the API server only, which has authenticated and authorized whoever asked.
 *
 * @see https://kubernetes.io/docs/tasks/extend-kubernetes/configure-aggregation-layer/#kubernetes-apiserver-client-authentication
 */
export async function serveMetricsApi(props: ServeMetricsApiProps): Promise<Server> {
  const [cert, key, ca] = await Promise.all(
    [props.certFile, props.keyFile, props.requestHeaderCaFile].map((file) => readFile(file)),
  );
  const names = props.requestHeaderNames ?? [];
  const server = createServer({ cert, key, ca, requestCert: true, rejectUnauthorized: true }, (request, response) => {
    const answer = ({ status, body }: { status: number; body: unknown }) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    const { subject } = (request.socket as TLSSocket).getPeerCertificate();
    const name = [subject?.CN].flat()[0] ?? '';
    if (names.length > 0 && !names.includes(name)) {
      answer({ status: 403, body: status(403, 'Forbidden', `the certificate of '${name}' may not ask`) });
      return;
    }
    const url = new URL(request.url ?? '/', 'https://localhost');
    metricsApi({ method: request.method ?? 'GET', path: url.pathname, query: url.searchParams }, props).then(
      answer,
      (error: unknown) => {
        process.stderr.write(`${request.url}: ${error instanceof Error ? error.stack : error}\n`);
        answer({ status: 500, body: status(500, 'InternalError', String(error)) });
      },
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(props.port, '127.0.0.1', resolve);
  });
  return server;
}

function status(code: number, reason: string, message: string) {
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, code };
}
