import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { readKubeconfig } from './kubeconfig.js';

/** The API server answered with an error status. */
export class ApiServerError extends Error {
  override readonly name = 'ApiServerError';

  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** Longest time without a byte before a request is given up; watches carry bookmarks about once a minute. */
const SILENCE_MS = 120_000;

/** Reads of a Kubernetes API server over kept connections; the client library takes ten times the memory. */
export class ApiServer {
  private agent: Agent | undefined;
  private headers: Record<string, string> = {};
  private url: URL | undefined;
  private connecting: Promise<void> | undefined;

  constructor(private readonly kubeconfig: string) {}

  /** Reads the kubeconfig again: the server may have moved. Requests under way keep their connections. */
  connect(): Promise<void> {
    this.connecting ??= this.readAccess().finally(() => {
      this.connecting = undefined;
    });
    return this.connecting;
  }

  /** @throws ApiServerError */
  async get(path: string, signal: AbortSignal): Promise<unknown> {
    const response = await this.open(path, signal);
    return JSON.parse(await bodyOf(response));
  }

  /** One object per line until the server ends it. @throws ApiServerError */
  async *lines(path: string, signal: AbortSignal): AsyncGenerator<unknown> {
    const response = await this.open(path, signal);
    response.setEncoding('utf8');
    let rest = '';
    try {
      for await (const chunk of response) {
        const lines = `${rest}${chunk}`.split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) if (line) yield JSON.parse(line);
      }
    } finally {
      response.destroy();
    }
  }

  close(): void {
    this.agent?.destroy();
  }

  private async readAccess(): Promise<void> {
    const access = await readKubeconfig(this.kubeconfig);
    this.url = access.url;
    this.headers = { accept: 'application/json', ...(access.token ? { authorization: `Bearer ${access.token}` } : {}) };
    this.agent = new Agent({
      keepAlive: true,
      ca: access.ca,
      cert: access.cert,
      key: access.key,
      rejectUnauthorized: access.verify,
    });
  }

  private async open(path: string, signal: AbortSignal): Promise<IncomingMessage> {
    if (!this.agent || !this.url) await this.connect();
    const url = new URL(path, this.url);
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const sent = request(url, { agent: this.agent, headers: this.headers, signal }, resolve);
      sent.setTimeout(SILENCE_MS, () => sent.destroy(new Error(`no answer for ${SILENCE_MS / 1000} s`)));
      sent.once('error', reject);
      sent.end();
    });
    if (response.statusCode === 200) return response;
    const body = await bodyOf(response);
    throw new ApiServerError(response.statusCode ?? 0, body.slice(0, 400));
  }
}

async function bodyOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
