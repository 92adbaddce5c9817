import { setTimeout as delay } from 'node:timers/promises';
import { type ApiServer, ApiServerError } from './api-server.js';

/** The parts of every object that are looked at. */
export interface RawObject {
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid?: string;
    readonly resourceVersion?: string;
    readonly creationTimestamp?: string;
    readonly deletionTimestamp?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly ownerReferences?: readonly { readonly kind: string; readonly name: string }[];
  };
  // biome-ignore lint/suspicious/noExplicitAny: what the API server sends is read field by field, each optional
  readonly [field: string]: any;
}

interface RawList {
  readonly metadata?: { readonly resourceVersion?: string };
  readonly items?: readonly RawObject[];
}

interface RawEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: RawObject;
}

const RETRY_MS = { first: 500, longest: 10_000 };
/** How often a kind that the server doesn't know yet is asked for. */
const UNKNOWN_KIND_MS = 15_000;

/** All objects of one kind, kept current by list and watch, reduced to what `read` keeps of each. */
export class Watched<T> {
  readonly objects = new Map<string, T>();
  /** Whether all were listed since the connection last broke. */
  synced = false;
  /** Why it isn't. */
  problem: string | undefined;

  /**
   * @param path `/api/v1/pods`, also with a query: `/api/v1/secrets?labelSelector=a%3Db`
   * @param read undefined: the object isn't kept
   */
  constructor(
    private readonly server: ApiServer,
    readonly path: string,
    private readonly read: (object: RawObject) => T | undefined,
  ) {}

  /** Until the signal; connection and server may fail as often as they like. */
  async run(signal: AbortSignal): Promise<void> {
    let wait = RETRY_MS.first;
    while (!signal.aborted) {
      try {
        let version = await this.list(signal);
        wait = RETRY_MS.first;
        while (!signal.aborted && version !== undefined) version = await this.follow(version, signal);
      } catch (error) {
        if (signal.aborted) return;
        this.problem = error instanceof Error ? error.message : String(error);
        const unknown = error instanceof ApiServerError && error.status === 404;
        // A kind that isn't installed has no objects; everything else is unknown until the next list.
        this.synced = unknown;
        if (unknown) this.objects.clear();
        await delay(unknown ? UNKNOWN_KIND_MS : wait, undefined, { signal, ref: false }).catch(() => {});
        wait = Math.min(wait * 2, RETRY_MS.longest);
        // An answer, even a refusal, means that the connection is good; otherwise the server may have moved.
        if (!(error instanceof ApiServerError)) await this.server.connect().catch(() => {});
      }
    }
  }

  private async list(signal: AbortSignal): Promise<string | undefined> {
    const list = (await this.server.get(this.path, signal)) as RawList;
    const found = new Map<string, T>();
    for (const object of list.items ?? []) {
      const kept = this.read(object);
      if (kept !== undefined) found.set(keyOf(object), kept);
    }
    this.objects.clear();
    for (const [key, kept] of found) this.objects.set(key, kept);
    this.synced = true;
    this.problem = undefined;
    return list.metadata?.resourceVersion;
  }

  /** @returns the version to go on from; undefined when everything must be listed again */
  private async follow(from: string, signal: AbortSignal): Promise<string | undefined> {
    let version = from;
    const query = `watch=1&allowWatchBookmarks=true&resourceVersion=${encodeURIComponent(from)}`;
    for await (const line of this.server.lines(`${this.path}${this.path.includes('?') ? '&' : '?'}${query}`, signal)) {
      const { type, object } = line as RawEvent;
      if (type === 'ERROR') return undefined;
      version = object.metadata.resourceVersion ?? version;
      if (type === 'BOOKMARK') continue;
      const kept = type === 'DELETED' ? undefined : this.read(object);
      if (kept === undefined) this.objects.delete(keyOf(object));
      else this.objects.set(keyOf(object), kept);
    }
    return version;
  }
}

function keyOf({ metadata }: RawObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}
