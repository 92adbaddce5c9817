import type { Kubernetes, KubernetesObject, ObjectQuery } from '../../adapters/kubernetes/kubernetes.js';
import type { CanaryReference } from './canary-status.js';
import { readRollout, selectorOf } from './read-objects.js';
import { ROLLOUTS_API } from './rollout-objects.js';

/** Changes that come together are looked at once. */
const SETTLE_MS = 150;
/** Looked at again although nothing was heard: pods change without their ReplicaSet, and a watch may be behind. */
const QUIET_MS = 5_000;

/** Waits until something of a service's canary may have changed. */
export interface RolloutChanges {
  /** Resolves after the next change, or after a quiet while, or when `until` has come. Rejects when watching fails. */
  next(until: number): Promise<void>;
  stop(): void;
}

/** Watches the Rollout, the ReplicaSets and the analyses of one service. */
export async function watchChanges(
  cluster: Kubernetes,
  reference: CanaryReference,
  signal: AbortSignal,
): Promise<RolloutChanges> {
  const { namespace, service } = reference;
  const labelSelector = selectorOf(await readRollout(cluster, reference));
  const ending = new AbortController();
  const end = () => ending.abort();
  signal.addEventListener('abort', end, { once: true });
  const bell = new Bell();
  const queries: ObjectQuery[] = [
    { apiVersion: ROLLOUTS_API, kind: 'Rollout', namespace, fieldSelector: `metadata.name=${service}` },
    { apiVersion: 'apps/v1', kind: 'ReplicaSet', namespace, labelSelector },
    { apiVersion: ROLLOUTS_API, kind: 'AnalysisRun', namespace, labelSelector },
  ];
  for (const query of queries) {
    void listen(cluster, query, ending.signal, bell).catch((error: unknown) => {
      if (!ending.signal.aborted) bell.fail(error);
    });
  }
  return {
    next: (until) => bell.rung(Math.min(QUIET_MS, Math.max(0, until - Date.now())), ending.signal),
    stop: () => {
      signal.removeEventListener('abort', end);
      end();
    },
  };
}

async function listen(cluster: Kubernetes, query: ObjectQuery, signal: AbortSignal, bell: Bell): Promise<void> {
  for await (const _event of cluster.watch<KubernetesObject>(query, { signal })) bell.ring();
}

/** Remembers that it rang while nobody waited. */
class Bell {
  private pending = false;
  private failure: { readonly error: unknown } | undefined;
  private wake: (() => void) | undefined;

  ring(): void {
    this.pending = true;
    this.wake?.();
  }

  fail(error: unknown): void {
    this.failure = { error };
    this.wake?.();
  }

  /** Resolves some moments after it rang, so that what belongs together is seen together. */
  async rung(quietMs: number, signal: AbortSignal): Promise<void> {
    if (!this.pending && !this.failure) await this.wait(quietMs, signal, true);
    if (this.failure) throw this.failure.error;
    if (this.pending && !signal.aborted) await this.wait(SETTLE_MS, signal, false);
    this.pending = false;
  }

  private wait(ms: number, signal: AbortSignal, wakes: boolean): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        this.wake = undefined;
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal.addEventListener('abort', done, { once: true });
      if (wakes) this.wake = done;
    });
  }
}
