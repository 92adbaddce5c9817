import type { IncomingMessage } from 'node:http';
import { StringDecoder } from 'node:string_decoder';
import { connectionError } from './connection-error.js';
import { credentialsOf } from './credentials.js';
import { contextOf, readKubeconfig } from './kubeconfig.js';
import type { ClusterAccess } from './kubernetes.js';
import type { PodContainer } from './pod-container.js';
import { type ExecRequest, execInPod } from './pod-exec.js';
import { resourcePath } from './resource-path.js';
import { statusError } from './status-error.js';
import { Transport } from './transport.js';

/** Which lines of a log are wanted. */
export interface PodLogOptions {
  /** Go on as lines come. @default false */
  readonly follow?: boolean;
  /** The last so many lines. @default all that the node keeps */
  readonly tail?: number;
  /** Seconds back from now. @default all */
  readonly sinceSeconds?: number;
  /** RFC 3339; the server looks at whole seconds. Wins over `sinceSeconds`. @default all */
  readonly sinceTime?: string;
  /** Of the container that ran before the last restart. @default false */
  readonly previous?: boolean;
  readonly signal?: AbortSignal;
}

/** What of an API server is a stream or plain text rather than objects. */
export interface PodStreams {
  /**
   * Lines of a container's log, each with its time in front: `2026-11-21T10:00:00.123456789Z text`.
   *
   * @throws BacklotError with the server's own message, such as a container that has not started.
   * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#get-read-log-of-the-specified-pod
   */
  logs(container: PodContainer, options?: PodLogOptions): AsyncIterable<string>;
  /** Runs a command in a container. @returns its exit code */
  exec(container: PodContainer, request: ExecRequest): Promise<number>;
  /** A page that is text, such as `/metrics`; undefined when the server has none or doesn't show it. */
  text(path: string): Promise<string | undefined>;
}

/** Silence after which a log that is followed is asked for again. */
const SILENCE_MS = 30 * 60_000;
const ANSWER_MS = 30_000;

/** Opens the streams of the API server that `access` names; nothing is sent until something is asked. */
export async function openPodStreams(access: ClusterAccess): Promise<PodStreams> {
  const context = contextOf(await readKubeconfig(access.kubeconfig), access.context);
  const { server } = context.cluster;
  const credentials = () => credentialsOf(access.kubeconfig, context, access.token);
  const transport = new Transport({ server, credentials, timeoutMs: ANSWER_MS });
  return {
    exec: (container, request) => execInPod(access, container, request),
    text: async (path) => {
      const { body, status } = await transport.send({ method: 'GET', path }).catch((error: unknown) => {
        throw connectionError(error, access);
      });
      return status === 200 ? String(typeof body === 'string' ? body : JSON.stringify(body)) : undefined;
    },
    async *logs({ namespace, pod, container }, options = {}) {
      const { follow, previous, signal, sinceSeconds, sinceTime, tail } = options;
      const path = resourcePath(
        'v1',
        { name: 'pods', namespaced: true },
        { namespace, name: pod, subresource: 'log' },
        {
          container,
          timestamps: true,
          follow: follow || undefined,
          previous: previous || undefined,
          tailLines: tail,
          sinceTime,
          sinceSeconds: sinceTime === undefined ? sinceSeconds : undefined,
        },
      );
      let response: IncomingMessage;
      try {
        response = await transport.stream(path, signal ?? new AbortController().signal, SILENCE_MS);
      } catch (error) {
        if (signal?.aborted) return;
        throw connectionError(error, access);
      }
      if (response.statusCode !== 200) throw await refused(response, { namespace, pod, server });
      try {
        yield* linesOf(response);
      } catch (error) {
        if (!signal?.aborted) throw connectionError(error, access);
      } finally {
        response.destroy();
      }
    },
  };
}

async function refused(response: IncomingMessage, at: { namespace: string; pod: string; server: string }) {
  let text = '';
  for await (const chunk of response) text += chunk;
  const body = text.startsWith('{') ? JSON.parse(text) : text;
  const asked = { verb: 'read the log of', kind: 'Pod', name: at.pod, namespace: at.namespace, server: at.server };
  return statusError({ status: response.statusCode ?? 0, body }, asked);
}

async function* linesOf(response: IncomingMessage): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of response) {
    const parts = (rest + decoder.write(chunk as Buffer)).split('\n');
    rest = parts.pop() ?? '';
    yield* parts;
  }
  rest += decoder.end();
  if (rest) yield rest;
}
