import { Agent, request } from 'node:https';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { KeyPair } from '../pki/authority.js';

/** Any object of the Kubernetes API. */
export interface ApiObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}

interface Reply {
  readonly status: number;
  readonly body: string;
}

interface ApiResource {
  readonly kind: string;
  readonly name: string;
  readonly namespaced: boolean;
}

/** Field manager of all that the sandbox itself puts into its cluster. */
export const FIELD_MANAGER = 'backlot-sandbox';

/** The API server, as far as the sandbox itself needs it: it loads nothing, so that a look costs milliseconds. */
export class ApiClient {
  private readonly agent: Agent;
  private readonly resources = new Map<string, Promise<readonly ApiResource[]>>();

  constructor(
    private readonly server: string,
    ca: string,
    client: KeyPair,
  ) {
    this.agent = new Agent({ keepAlive: true, maxSockets: 16, ca, cert: client.certificate, key: client.key });
  }

  /** The object at a path; undefined when there is none. */
  async get<T = ApiObject>(path: string): Promise<T | undefined> {
    const reply = await this.send('GET', path);
    return reply.status === 404 ? undefined : (this.read(reply, `GET ${path}`) as T);
  }

  /** The items at a path; none when the server does not know it. */
  async list<T = ApiObject>(path: string): Promise<T[]> {
    return (await this.get<{ items?: T[] }>(path))?.items ?? [];
  }

  /** Server-side apply; the sandbox's fields win over those of others. */
  async apply(object: ApiObject, subresource = ''): Promise<ApiObject> {
    const path = `${await this.pathOf(object)}${subresource}?fieldManager=${FIELD_MANAGER}&force=true`;
    const reply = await this.send('PATCH', path, object, 'application/apply-patch+yaml');
    return this.read(reply, `${object.kind} ${object.metadata.name}`) as ApiObject;
  }

  /** Sends a body; the reply's status is the caller's to judge. */
  async post(path: string, body: unknown): Promise<number> {
    return (await this.send('POST', path, body)).status;
  }

  /** JSON merge patch (RFC 7396). */
  async patch(path: string, body: unknown): Promise<void> {
    const reply = await this.send('PATCH', path, body, 'application/merge-patch+json');
    if (reply.status !== 404) this.read(reply, `PATCH ${path}`);
  }

  /** Deletes what is at a path, if anything is. */
  async delete(path: string, body?: unknown): Promise<void> {
    const reply = await this.send('DELETE', path, body);
    if (reply.status !== 404) this.read(reply, `DELETE ${path}`);
  }

  close(): void {
    this.agent.destroy();
  }

  private async pathOf({ apiVersion, kind, metadata }: ApiObject): Promise<string> {
    const base = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const known = this.resources.get(base) ?? this.discover(base);
    this.resources.set(base, known);
    const resource = (await known).find((each) => each.kind === kind && !each.name.includes('/'));
    if (!resource) {
      this.resources.delete(base);
      throw rejected(404, `the server does not know ${kind} of ${apiVersion}`);
    }
    const namespace = resource.namespaced ? `/namespaces/${metadata.namespace ?? 'default'}` : '';
    return `${base}${namespace}/${resource.name}/${metadata.name}`;
  }

  private async discover(base: string): Promise<readonly ApiResource[]> {
    return (await this.get<{ resources: ApiResource[] }>(base))?.resources ?? [];
  }

  private read(reply: Reply, what: string): unknown {
    const body = parse(reply.body);
    if (reply.status < 300) return body;
    throw rejected(reply.status, `${what}: ${(body as { message?: string }).message ?? reply.body.slice(0, 300)}`);
  }

  private send(method: string, path: string, body?: unknown, type = 'application/json'): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const headers = { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': type }) };
      const call = request(
        `${this.server}${path}`,
        { method, headers, agent: this.agent, timeout: 30_000 },
        (response) => {
          let text = '';
          response.setEncoding('utf8');
          response.on('data', (chunk: string) => {
            text += chunk;
          });
          response.on('error', (error) => reject(unreachable(this.server, error)));
          response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
        },
      );
      call.on('timeout', () => call.destroy(new Error('no answer in 30 s')));
      call.on('error', (error) => reject(unreachable(this.server, error)));
      call.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

function rejected(status: number, message: string): BacklotError {
  return new BacklotError({
    code: 'ClusterRefused',
    message: `the sandbox's API server refused (${status}) ${message}`,
    source: 'platform',
    hints: ['a reset deletes what the sandbox holds'],
    actions: ['backlot sandbox status', 'backlot sandbox reset'],
    details: { status },
  });
}

function unreachable(server: string, cause: Error): BacklotError {
  return new BacklotError({
    code: 'ClusterUnreachable',
    message: `the sandbox's API server at ${server} does not answer: ${cause.message}`,
    source: 'platform',
    actions: ['backlot sandbox up', 'backlot sandbox status'],
    cause,
  });
}
