import { type Credentials, credentialsOf } from './credentials.js';
import { Discovery } from './discovery.js';
import { contextOf, readKubeconfig } from './kubeconfig.js';
import type {
  ApplyOptions,
  ClusterAccess,
  Kubernetes,
  KubernetesObject,
  ObjectQuery,
  ObjectReference,
  PatchOptions,
  WatchEvent,
} from './kubernetes.js';
import { listAll } from './listing.js';
import { type Query, resourcePath } from './resource-path.js';
import { sendPatiently } from './retry.js';
import { statusError } from './status-error.js';
import { type ApiRequest, type ApiResponse, Transport } from './transport.js';
import { watchObjects } from './watching.js';

/** How a connection behaves. */
export interface ConnectOptions {
  /** Ends requests that are under way. @default none */
  readonly signal?: AbortSignal;
  /** Milliseconds for one answer. @default 30 000 */
  readonly timeoutMs?: number;
  /** Milliseconds during which a server that cannot be reached or is overloaded is asked again. @default 10 000 */
  readonly patienceMs?: number;
  /** Objects per page of a list. @default 500 */
  readonly pageSize?: number;
}

/**
 * A connection to the API server of a kubeconfig's context. Nothing is sent until something is asked.
 *
 * @throws BacklotError `KubeconfigMissing`, `KubeconfigInvalid`, `ContextMissing`.
 */
export async function connect(access: ClusterAccess, options: ConnectOptions = {}): Promise<Kubernetes> {
  const context = contextOf(await readKubeconfig(access.kubeconfig), access.context);
  let current: Promise<Credentials> | undefined;
  const credentials = async () => {
    const found = await current?.catch(() => undefined);
    // A little early: they must last until the request has arrived.
    const lasts = found && (!found.expires || found.expires.getTime() - 10_000 > Date.now());
    if (!lasts) current = credentialsOf(access.kubeconfig, context, access.token);
    return current as Promise<Credentials>;
  };
  return new ApiServer(access, context.cluster.server, credentials, options);
}

/** What a call says of itself for errors and repeats. */
interface Call extends Omit<ApiRequest, 'path'> {
  readonly verb: string;
  readonly subresource?: string;
  readonly query?: Query;
  /** @default true */
  readonly idempotent?: boolean;
}

class ApiServer implements Kubernetes {
  private readonly transport: Transport;
  private readonly discovery: Discovery;
  private readonly patienceMs: number;

  constructor(
    readonly access: ClusterAccess,
    private readonly server: string,
    credentials: () => Promise<Credentials>,
    private readonly options: ConnectOptions,
  ) {
    this.patienceMs = options.patienceMs ?? 10_000;
    this.transport = new Transport({ server, credentials, timeoutMs: options.timeoutMs ?? 30_000 });
    this.discovery = new Discovery((path) => this.send({ method: 'GET', path }));
  }

  async get<T extends KubernetesObject>(reference: ObjectReference): Promise<T | undefined> {
    const response = await this.call(reference, { verb: 'get', method: 'GET' });
    if (response.status === 404) return undefined;
    return this.object<T>(response, 'get', reference);
  }

  async list<T extends KubernetesObject>(query: ObjectQuery): Promise<T[]> {
    return (await this.listing<T>(query)).items;
  }

  async apply<T extends KubernetesObject>(object: KubernetesObject, options: ApplyOptions): Promise<T> {
    const { fieldManager, force, dryRun } = options;
    const reference = referenceOf(object);
    const response = await this.call(reference, {
      verb: 'apply',
      method: 'PATCH',
      contentType: 'application/apply-patch+yaml',
      // What is applied may come from a list or a watch: an apply must not carry these.
      body: { ...object, metadata: { ...object.metadata, managedFields: undefined } },
      query: { fieldManager, force: force ?? false, fieldValidation: 'Strict', dryRun: dryRun ? 'All' : undefined },
    });
    return this.object<T>(response, 'apply', reference);
  }

  async patch<T extends KubernetesObject>(
    reference: ObjectReference,
    patch: unknown,
    { type = 'merge', subresource, fieldManager = 'backlot' }: PatchOptions = {},
  ): Promise<T> {
    const response = await this.call(reference, {
      verb: 'patch',
      method: 'PATCH',
      contentType: `application/${type === 'json' ? 'json-patch' : 'merge-patch'}+json`,
      body: patch,
      subresource,
      query: { fieldManager },
      // A list of operations may add to a list a second time.
      idempotent: type === 'merge',
    });
    return this.object<T>(response, 'patch', reference);
  }

  async create<T extends KubernetesObject>(object: KubernetesObject): Promise<T | undefined> {
    const { name, ...place } = referenceOf(object);
    const query = { fieldManager: 'backlot', fieldValidation: 'Strict' };
    const response = await this.call(place, { verb: 'create', method: 'POST', body: object, query, idempotent: false });
    if (response.status === 409 && reasonOf(response) === 'AlreadyExists') return undefined;
    return this.object<T>(response, 'create', { ...place, name });
  }

  async replace<T extends KubernetesObject>(object: KubernetesObject): Promise<T | undefined> {
    const reference = referenceOf(object);
    const query = { fieldManager: 'backlot' };
    const response = await this.call(reference, {
      verb: 'replace',
      method: 'PUT',
      body: object,
      query,
      idempotent: false,
    });
    // 404: deleted in the meantime.
    if (response.status === 404 || (response.status === 409 && reasonOf(response) === 'Conflict')) return undefined;
    return this.object<T>(response, 'replace', reference);
  }

  async delete(
    reference: ObjectReference,
    options: { readonly orphan?: boolean; readonly uid?: string } = {},
  ): Promise<boolean> {
    const body = {
      kind: 'DeleteOptions',
      apiVersion: 'v1',
      propagationPolicy: options.orphan ? 'Orphan' : 'Background',
      ...(options.uid && { preconditions: { uid: options.uid } }),
    };
    const response = await this.call(reference, { verb: 'delete', method: 'DELETE', body });
    if (response.status === 404) return false;
    // Another object has that name by now.
    if (response.status === 409 && options.uid && reasonOf(response) === 'Conflict') return false;
    if (response.status > 299) throw this.refused(response, 'delete', reference);
    return true;
  }

  async *watch<T extends KubernetesObject>(
    query: ObjectQuery,
    { signal }: { readonly signal: AbortSignal },
  ): AsyncGenerator<WatchEvent<T>> {
    const both = this.options.signal ? AbortSignal.any([signal, this.options.signal]) : signal;
    if (both.aborted) return;
    const resource = await this.discovery.require(query.apiVersion, query.kind, this.server);
    yield* watchObjects<T>(
      query,
      {
        transport: this.transport,
        access: this.access,
        resource,
        patienceMs: Math.max(this.patienceMs, 60_000),
        list: () => this.listing<T>(query),
        refused: (status, body) => this.refused({ status, body }, 'watch', query),
      },
      both,
    );
  }

  async serves(apiVersion: string, kind: string): Promise<boolean> {
    return (await this.discovery.find(apiVersion, kind)) !== undefined;
  }

  async version(): Promise<string> {
    const response = await this.send({ method: 'GET', path: '/version' });
    if (response.status !== 200) throw this.refused(response, 'get', { kind: 'version' });
    return (response.body as { gitVersion: string }).gitVersion.replace(/^v/, '');
  }

  private async listing<T extends KubernetesObject>(query: ObjectQuery) {
    const resource = await this.discovery.require(query.apiVersion, query.kind, this.server);
    const get = (path: string) => this.send({ method: 'GET', path });
    const refused = (response: ApiResponse) => this.refused(response, 'list', query);
    return listAll<T>(query, resource, get, refused, this.options.pageSize);
  }

  private async call(at: Omit<ObjectReference, 'name'> & { readonly name?: string }, call: Call): Promise<ApiResponse> {
    const { apiVersion, kind, name, namespace = 'default' } = at;
    const { verb: _, subresource, query, ...request } = call;
    const resource = await this.discovery.require(apiVersion, kind, this.server);
    const path = resourcePath(apiVersion, resource, { namespace, name, subresource }, query);
    return this.send({ ...request, path });
  }

  private send(request: ApiRequest & { readonly idempotent?: boolean }): Promise<ApiResponse> {
    const { signal } = this.options;
    return sendPatiently(this.transport, { idempotent: true, ...request }, this.access, {
      signal,
      patienceMs: this.patienceMs,
    });
  }

  private object<T>(response: ApiResponse, verb: string, at: { kind: string; name?: string; namespace?: string }): T {
    if (response.status < 200 || response.status > 299) throw this.refused(response, verb, at);
    return response.body as T;
  }

  private refused(response: ApiResponse, verb: string, at: { kind: string; name?: string; namespace?: string }): Error {
    return statusError(response, { verb, kind: at.kind, name: at.name, namespace: at.namespace, server: this.server });
  }
}

function referenceOf({ apiVersion, kind, metadata }: KubernetesObject): ObjectReference {
  return { apiVersion, kind, name: metadata.name, namespace: metadata.namespace };
}

function reasonOf({ body }: ApiResponse): unknown {
  return (body as { reason?: unknown } | undefined)?.reason;
}
