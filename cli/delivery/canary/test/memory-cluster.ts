import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BacklotError } from '../../../../modules/values/backlot-error.js';
import type {
  Kubernetes,
  KubernetesObject,
  ObjectQuery,
  ObjectReference,
  PatchOptions,
  WatchEvent,
} from '../../../adapters/kubernetes/kubernetes.js';

/** Objects of a real cluster as they were recorded, by the phase of the canary in it. */
export type Recorded = 'aborted' | 'held' | 'progressing' | 'healthy' | 'no-metrics';

/** One patch that was asked for. */
export interface AskedPatch {
  readonly reference: ObjectReference;
  readonly patch: unknown;
  readonly options: PatchOptions;
}

/** Enough of an API server for canaries, in memory: labels, merge and JSON patches with tests, watches. */
export class MemoryCluster implements Kubernetes {
  readonly access = { kubeconfig: '/k', context: 'test', server: 'https://127.0.0.1:1', source: 'context' as const };
  readonly patches: AskedPatch[] = [];
  /** What a controller would do after a change; may call {@link MemoryCluster.change}. */
  react: (asked: AskedPatch) => void = () => {};
  serving = true;
  private readonly listeners = new Set<() => void>();
  private changes = 1;

  constructor(readonly objects: KubernetesObject[]) {}

  static of(recorded: Recorded): MemoryCluster {
    const file = join(process.cwd(), 'cli', 'delivery', 'canary', 'test', 'fixtures', `${recorded}.jsonl`);
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    return new MemoryCluster(lines.map((line) => JSON.parse(line) as KubernetesObject));
  }

  /** Merges into an object, as somebody else would, and wakes the watches. */
  change(kind: string, name: string, patch: unknown): void {
    const index = this.objects.findIndex((each) => each.kind === kind && each.metadata.name === name);
    if (index < 0) throw new Error(`no ${kind} ${name}`);
    this.objects[index] = merge(this.objects[index], patch) as KubernetesObject;
    this.wake();
  }

  async get<T extends KubernetesObject>({ kind, name, namespace }: ObjectReference): Promise<T | undefined> {
    return this.objects.find(
      ({ kind: each, metadata }) => each === kind && metadata.name === name && metadata.namespace === namespace,
    ) as T | undefined;
  }

  async list<T extends KubernetesObject>({ kind, labelSelector, namespace }: ObjectQuery): Promise<T[]> {
    const wanted = (labelSelector ?? '')
      .split(',')
      .filter(Boolean)
      .map((each) => each.split('='));
    return this.objects.filter(
      (object) =>
        object.kind === kind &&
        (namespace === undefined || object.metadata.namespace === namespace) &&
        wanted.every(([name = '', value]) => object.metadata.labels?.[name] === value),
    ) as T[];
  }

  async patch<T extends KubernetesObject>(
    reference: ObjectReference,
    patch: unknown,
    options: PatchOptions = {},
  ): Promise<T> {
    const index = this.objects.findIndex(
      ({ kind, metadata }) => kind === reference.kind && metadata.name === reference.name,
    );
    const before = this.objects[index];
    if (!before) throw new BacklotError({ code: 'NotFound', message: `${reference.kind} ${reference.name}` });
    const after = options.type === 'json' ? operate(before, patch as Operation[]) : merge(before, patch);
    this.objects[index] = after as KubernetesObject;
    const asked = { reference, patch, options };
    this.patches.push(asked);
    this.react(asked);
    this.wake();
    return this.objects[index] as T;
  }

  async create<T extends KubernetesObject>(object: KubernetesObject): Promise<T | undefined> {
    this.objects.push(object);
    return object as T;
  }

  async *watch<T extends KubernetesObject>(
    query: ObjectQuery,
    { signal }: { readonly signal: AbortSignal },
  ): AsyncIterable<WatchEvent<T>> {
    let seen = 0;
    while (!signal.aborted) {
      if (seen === this.changes) await this.changed(signal);
      seen = this.changes;
      for (const object of await this.list<T>({ ...query, labelSelector: undefined }))
        yield { type: 'MODIFIED', object };
    }
  }

  async apply<T extends KubernetesObject>(): Promise<T> {
    throw new Error('canaries are never applied');
  }

  async replace<T extends KubernetesObject>(): Promise<T | undefined> {
    throw new Error('canaries are never replaced');
  }

  async delete(): Promise<boolean> {
    throw new Error('canaries are never deleted');
  }

  async serves(): Promise<boolean> {
    return this.serving;
  }

  async version(): Promise<string> {
    return '1.35.4';
  }

  private wake(): void {
    this.changes += 1;
    for (const listener of [...this.listeners]) listener();
  }

  private changed(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.listeners.delete(done);
        resolve();
      };
      this.listeners.add(done);
      signal.addEventListener('abort', done, { once: true });
    });
  }
}

type Operation = { readonly op: 'test' | 'add' | 'remove'; readonly path: string; readonly value?: unknown };

/** RFC 7396. */
function merge(target: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const result: Record<string, unknown> = typeof target === 'object' && target !== null ? { ...target } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete result[name];
    else result[name] = merge(result[name], value);
  }
  return result;
}

/** RFC 6902, as far as it is used here. */
function operate(target: unknown, operations: readonly Operation[]): unknown {
  const result = structuredClone(target) as Record<string, unknown>;
  for (const { op, path, value } of operations) {
    const names = path.split('/').slice(1);
    const last = names.pop() ?? '';
    const parent = names.reduce((each, name) => each[name] as Record<string, unknown>, result);
    const rejected = (op === 'test' && parent[last] !== value) || (op === 'remove' && !(last in parent));
    if (rejected) throw new BacklotError({ code: 'ObjectRejected', message: `${op} ${path} failed` });
    if (op === 'add') parent[last] = value;
    if (op === 'remove') delete parent[last];
  }
  return result;
}
