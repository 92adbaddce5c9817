import { type IncomingMessage, Agent as PlainAgent, request as plainRequest } from 'node:http';
import { Agent, request } from 'node:https';
import type { Credentials } from './credentials.js';

/** One request to the API server. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the server, with its query. */
  readonly path: string;
  readonly body?: unknown;
  /** @default 'application/json' */
  readonly contentType?: string;
}

/** What the server answered. */
export interface ApiResponse {
  readonly status: number;
  readonly retryAfter?: number;
  readonly body: unknown;
}

/** How long things may take. */
export interface TransportOptions {
  readonly server: string;
  /** Called before each request; answers from memory while it can. */
  readonly credentials: () => Promise<Credentials>;
  /** Milliseconds until the whole answer is there. */
  readonly timeoutMs: number;
}

/** HTTP to one API server over connections that are kept. */
export class Transport {
  private readonly base: URL;
  private agent?: Agent | PlainAgent;
  private agentFor?: unknown;

  constructor(private readonly options: TransportOptions) {
    this.base = new URL(options.server);
  }

  /** Sends and reads the whole answer. Rejects when the server cannot be reached or takes too long. */
  async send(call: ApiRequest, signal?: AbortSignal): Promise<ApiResponse> {
    const limit = AbortSignal.timeout(this.options.timeoutMs);
    const response = await this.open(call, signal ? AbortSignal.any([signal, limit]) : limit);
    const text = await readAll(response);
    const after = Number(response.headers['retry-after']);
    return {
      status: response.statusCode ?? 0,
      ...(Number.isFinite(after) && { retryAfter: after }),
      body: parseBody(text, response.headers['content-type']),
    };
  }

  /** Sends and gives the answer as it comes in, for watches. */
  async stream(path: string, signal: AbortSignal, idleMs: number): Promise<IncomingMessage> {
    const response = await this.open({ method: 'GET', path }, signal);
    response.socket.setTimeout(idleMs, () => response.destroy(new Error(`the server sent nothing for ${idleMs} ms`)));
    return response;
  }

  private async open(call: ApiRequest, signal: AbortSignal): Promise<IncomingMessage> {
    const credentials = await this.options.credentials();
    const body = call.body === undefined ? undefined : JSON.stringify(call.body);
    const secure = this.base.protocol === 'https:';
    return new Promise((resolve, reject) => {
      const outgoing = (secure ? request : plainRequest)(
        {
          protocol: this.base.protocol,
          hostname: this.base.hostname.replace(/^\[|\]$/g, ''),
          port: this.base.port || (secure ? 443 : 80),
          path: `${this.base.pathname.replace(/\/$/, '')}${call.path}`,
          method: call.method,
          agent: this.agentOf(credentials, secure),
          signal,
          headers: {
            accept: 'application/json',
            'user-agent': 'backlot',
            ...(body !== undefined && {
              'content-type': call.contentType ?? 'application/json',
              'content-length': Buffer.byteLength(body),
            }),
            ...credentials.headers,
          },
        },
        resolve,
      );
      outgoing.once('error', (error) => reject(signal.aborted ? (signal.reason ?? error) : error));
      outgoing.end(body);
    });
  }

  private agentOf(credentials: Credentials, secure: boolean): Agent | PlainAgent {
    if (credentials.agent) return credentials.agent;
    if (!this.agent || this.agentFor !== credentials.tls) {
      this.agentFor = credentials.tls;
      this.agent = secure ? new Agent({ keepAlive: true, ...credentials.tls }) : new PlainAgent({ keepAlive: true });
    }
    return this.agent;
  }
}

async function readAll(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** Proxies and a server that is starting answer in plain text. */
function parseBody(text: string, type: string | undefined): unknown {
  if (!type?.includes('json')) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
