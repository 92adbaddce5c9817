import { request as plainRequest, type RequestOptions } from 'node:http';
import { request as secureRequest } from 'node:https';
import { readKubeconfig } from './watch/kubeconfig.js';

/** The API server refused something. */
export class ClusterWriteError extends Error {
  override readonly name = 'ClusterWriteError';

  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

const ANSWER_MS = 10_000;

/** Few and small requests to the API server, written ones too; the kubeconfig is read for each, as the server may move. */
export class ClusterWrites {
  constructor(private readonly kubeconfig: string) {}

  /** The object; undefined when there is none, or when the server does not know its kind. @throws ClusterWriteError */
  async get<T>(path: string): Promise<T | undefined> {
    try {
      return (await this.send('GET', path)) as T;
    } catch (error) {
      if (error instanceof ClusterWriteError && error.status === 404) return undefined;
      throw error;
    }
  }

  /** Server-side apply; takes fields that others own. @throws ClusterWriteError */
  async apply(path: string, object: object, fieldManager: string): Promise<void> {
    const query = `?fieldManager=${encodeURIComponent(fieldManager)}&force=true`;
    await this.send('PATCH', `${path}${query}`, object, 'application/apply-patch+yaml');
  }

  /** RFC 7396. @throws ClusterWriteError */
  async merge(path: string, patch: object): Promise<void> {
    await this.send('PATCH', path, patch, 'application/merge-patch+json');
  }

  private async send(method: string, path: string, body?: object, contentType?: string): Promise<unknown> {
    const { url, ca, cert, key, token, verify } = await readKubeconfig(this.kubeconfig);
    const target = new URL(path, url);
    const text = body && JSON.stringify(body);
    const options: RequestOptions & { ca?: typeof ca; cert?: typeof cert; key?: typeof key } = {
      method,
      ca,
      cert,
      key,
      headers: {
        accept: 'application/json',
        ...(contentType ? { 'content-type': contentType } : {}),
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
      signal: AbortSignal.timeout(ANSWER_MS),
    };
    return new Promise((resolve, reject) => {
      const send = target.protocol === 'https:' ? secureRequest : plainRequest;
      const sent = send(target, { ...options, rejectUnauthorized: verify } as RequestOptions, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const answer = Buffer.concat(chunks).toString('utf8');
          const { statusCode: status = 0 } = response;
          if (status >= 200 && status < 300) resolve(JSON.parse(answer));
          else reject(new ClusterWriteError(status, messageOf(answer)));
        });
      });
      sent.on('error', reject);
      sent.end(text);
    });
  }
}

function messageOf(answer: string): string {
  try {
    return (JSON.parse(answer) as { message?: string }).message ?? answer.slice(0, 400);
  } catch {
    return answer.slice(0, 400);
  }
}
