import { StringDecoder } from 'node:string_decoder';
import { connectionError, passesByItself } from './connection-error.js';
import type { ApiResource } from './discovery.js';
import type { ClusterAccess, KubernetesObject, ObjectQuery, WatchEvent } from './kubernetes.js';
import { type Listing, selectors } from './listing.js';
import { resourcePath } from './resource-path.js';
import { pause } from './retry.js';
import { type ApiStatus, statusOf } from './status-error.js';
import type { Transport } from './transport.js';

/** What a watch needs of its connection. */
export interface WatchSource<T extends KubernetesObject> {
  readonly transport: Transport;
  readonly access: ClusterAccess;
  readonly resource: ApiResource;
  readonly list: () => Promise<Listing<T>>;
  readonly refused: (status: number, body: unknown) => Error;
  /** Milliseconds for which a server may be gone before the watch fails. */
  readonly patienceMs: number;
}

/** Seconds after which the server ends the request by itself; we then go on where it was. */
const LIFETIME = 240;

/**
 * The objects that exist, then every change. A lost connection is taken up again at the last version seen; when the server
 * no longer has that version, everything is listed anew and the difference is told as events.
 *
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes
 */
export async function* watchObjects<T extends KubernetesObject>(
  query: ObjectQuery,
  source: WatchSource<T>,
  signal: AbortSignal,
): AsyncGenerator<WatchEvent<T>> {
  const seen = new Map<string, T>();
  let version: string | undefined;
  let failures = 0;
  let until = 0;
  while (!signal.aborted) {
    try {
      if (version === undefined) {
        const listing = await source.list();
        yield* differences(seen, listing.items);
        version = listing.resourceVersion;
      }
      for await (const line of lines(query, source, version, signal)) {
        failures = 0;
        const event = JSON.parse(line) as { type: string; object: T };
        if (event.type === 'ERROR') throw new WatchEnded(event.object as ApiStatus);
        version = event.object.metadata.resourceVersion ?? version;
        if (event.type === 'BOOKMARK') continue;
        const change = remember(seen, event as WatchEvent<T>);
        if (change) yield change;
      }
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof WatchEnded && (error.status.code === 410 || error.status.reason === 'Expired')) {
        version = undefined;
      } else if (!(error instanceof WatchEnded) && !passesByItself(error) && !(error instanceof SyntaxError)) {
        throw error;
      }
      if (failures++ === 0) until = Date.now() + source.patienceMs;
      if (Date.now() >= until)
        throw error instanceof WatchEnded ? source.refused(500, error.status) : connectionError(error, source.access);
      await pause(failures, until, undefined, signal).catch(() => undefined);
    }
  }
}

/** An ERROR event, or an answer that says that the server cannot at the moment. */
class WatchEnded extends Error {
  constructor(readonly status: ApiStatus) {
    super(status.message ?? 'the server ended the watch');
  }
}

async function* lines<T extends KubernetesObject>(
  query: ObjectQuery,
  source: WatchSource<T>,
  version: string,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const path = resourcePath(query.apiVersion, source.resource, query, {
    ...selectors(query),
    watch: true,
    allowWatchBookmarks: true,
    resourceVersion: version,
    timeoutSeconds: LIFETIME,
  });
  const response = await source.transport.stream(path, signal, (LIFETIME + 30) * 1000);
  try {
    if (response.statusCode !== 200) {
      let text = '';
      for await (const chunk of response) text += chunk;
      const status = response.statusCode ?? 0;
      const body = text.startsWith('{') ? JSON.parse(text) : text;
      if (status === 410 || status === 429 || status >= 500)
        throw new WatchEnded({ code: status, ...statusOf({ status, body }) });
      throw source.refused(status, body);
    }
    const decoder = new StringDecoder('utf8');
    let rest = '';
    for await (const chunk of response) {
      const parts = (rest + decoder.write(chunk as Buffer)).split('\n');
      rest = parts.pop() ?? '';
      for (const line of parts) if (line) yield line;
    }
  } finally {
    response.destroy();
  }
}

function* differences<T extends KubernetesObject>(seen: Map<string, T>, items: readonly T[]): Generator<WatchEvent<T>> {
  const now = new Set(items.map(keyOf));
  for (const [key, object] of seen) {
    if (now.has(key)) continue;
    seen.delete(key);
    yield { type: 'DELETED', object };
  }
  for (const object of items) {
    const change = remember(seen, { type: 'MODIFIED', object });
    if (change) yield change;
  }
}

/** Keeps the newest of each object; undefined when the event says nothing new. */
function remember<T extends KubernetesObject>(seen: Map<string, T>, event: WatchEvent<T>): WatchEvent<T> | undefined {
  const key = keyOf(event.object);
  const before = seen.get(key);
  if (event.type === 'DELETED') {
    return seen.delete(key) ? event : undefined;
  }
  if (before?.metadata.resourceVersion === event.object.metadata.resourceVersion && before) return undefined;
  seen.set(key, event.object);
  return { type: before ? 'MODIFIED' : 'ADDED', object: event.object };
}

function keyOf({ metadata }: KubernetesObject): string {
  return metadata.uid ?? `${metadata.namespace}/${metadata.name}`;
}
