import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { shell } from '../../../modules/values/shell-quoted.js';
import type { Kubernetes, KubernetesObject } from '../../adapters/kubernetes/kubernetes.js';
import { actor } from '../../kernel/actor.js';

/** What is locked, and how. */
export interface DeployLockOptions {
  readonly cluster: Kubernetes;
  readonly namespace: string;
  /** The lock is the Lease `backlot-deploy-<release>`. */
  readonly release: string;
  /** Life of the lock without a sign of its holder. */
  readonly leaseMs: number;
  /** Ends the waiting for a dead holder's lease. @default never */
  readonly signal?: AbortSignal;
  /** Told when a dead holder's lease is waited for, and when it is taken over. @default nobody is told */
  readonly tell?: (message: string) => void;
}

/** A Lease of coordination.k8s.io/v1. */
export interface Lease extends KubernetesObject {
  readonly spec: {
    readonly holderIdentity?: string | null;
    readonly leaseDurationSeconds?: number;
    /** MicroTime. */
    readonly acquireTime?: string | null;
    readonly renewTime?: string | null;
    readonly leaseTransitions?: number;
  };
}

/**
 * Runs `work` while nobody else, on any machine, changes the release. The holder renews the lease every third of its life;
 * whoever finds it held watches whether it is renewed: if so, somebody lives and is left alone; if not for its whole life,
 * by the clock of the watcher, it is taken over.
 *
 * @param work its signal is aborted when the lock was lost.
 * @throws BacklotError `DeployInProgress` naming the holder and since when.
 */
export async function withDeployLock<T>(
  options: DeployLockOptions,
  work: (lost: AbortSignal) => Promise<T>,
): Promise<T> {
  const identity = `${actor()}/${process.pid}/${randomUUID()}`;
  const taken = await take(options, identity);
  const lost = new AbortController();
  const ended = new AbortController();
  const renewals = keep(options, taken, ended.signal, () => lost.abort());
  try {
    return await work(lost.signal);
  } finally {
    ended.abort();
    const last = await renewals;
    if (last) await letGo(options, last);
  }
}

async function take(options: DeployLockOptions, identity: string): Promise<Lease> {
  const { cluster, leaseMs, signal, tell } = options;
  const reference = leaseReference(options);
  let seen: { readonly mark: string; readonly at: number } | undefined;
  for (;;) {
    const current = await cluster.get<Lease>(reference);
    if (!current) {
      const made = await cluster.create<Lease>(held(options, identity, undefined));
      if (made) return made;
      continue;
    }
    const holder = current.spec.holderIdentity;
    const mark = `${holder} ${current.spec.renewTime}`;
    const lifeMs = (current.spec.leaseDurationSeconds ?? leaseMs / 1_000) * 1_000;
    if (holder && seen?.mark !== mark) {
      if (seen) throw inProgress(options, current);
      tell?.(`${options.release} is locked by ${holder}: looking whether it lives`);
      seen = { mark, at: performance.now() };
    }
    if (!holder || (seen && performance.now() - seen.at >= lifeMs)) {
      const taken = await cluster.replace<Lease>(held(options, identity, current));
      if (taken && holder)
        tell?.(`${holder} showed no sign of life for ${Math.round(lifeMs / 1_000)} s: its lock has ended`);
      if (taken) return taken;
      seen = undefined;
      continue;
    }
    if (signal?.aborted) throw inProgress(options, current);
    await delay(Math.min(500, lifeMs / 10));
  }
}

/** Renews until it is told to end. @returns the last of its leases; none when it was lost */
async function keep(options: DeployLockOptions, first: Lease, ended: AbortSignal, onLost: () => void) {
  const { cluster, leaseMs } = options;
  let lease = first;
  let last = performance.now();
  for (;;) {
    await delay(leaseMs / 3, undefined, { signal: ended, ref: false }).catch(() => undefined); // the end of the work
    if (ended.aborted) return lease;
    try {
      const renewed =
        (await cluster.replace<Lease>({ ...lease, spec: { ...lease.spec, renewTime: now() } })) ??
        (await stillOurs(options, lease));
      if (!renewed) {
        onLost();
        return undefined;
      }
      lease = renewed;
      last = performance.now();
    } catch {
      // The server doesn't answer: within the lease the lock is still ours, after it nobody can tell.
      if (performance.now() - last > leaseMs) {
        onLost();
        return undefined;
      }
    }
  }
}

/** Somebody may have labelled it; or the answer to a renewal got lost. */
async function stillOurs({ cluster, ...options }: DeployLockOptions, lease: Lease): Promise<Lease | undefined> {
  const found = await cluster.get<Lease>(leaseReference(options));
  return found?.spec.holderIdentity === lease.spec.holderIdentity ? found : undefined;
}

async function letGo({ cluster, tell, leaseMs }: DeployLockOptions, lease: Lease): Promise<void> {
  const spec = { ...lease.spec, holderIdentity: null, acquireTime: null, renewTime: null };
  await cluster.replace({ ...lease, spec }).catch((error: unknown) => {
    tell?.(`the lock could not be let go (${(error as Error).message}); it ends by itself in ${leaseMs / 1_000} s`);
  });
}

function held({ namespace, release, leaseMs }: DeployLockOptions, identity: string, current: Lease | undefined): Lease {
  const time = now();
  return {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: current?.metadata ?? {
      name: `backlot-deploy-${release}`,
      namespace,
      labels: { 'app.kubernetes.io/managed-by': 'backlot', 'app.kubernetes.io/instance': release },
    },
    spec: {
      holderIdentity: identity,
      leaseDurationSeconds: Math.max(1, Math.ceil(leaseMs / 1_000)),
      acquireTime: time,
      renewTime: time,
      leaseTransitions: (current?.spec.leaseTransitions ?? 0) + 1,
    },
  };
}

function leaseReference({ namespace, release }: Pick<DeployLockOptions, 'namespace' | 'release'>) {
  return { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', namespace, name: `backlot-deploy-${release}` };
}

/** MicroTime wants six digits. */
function now(): string {
  return new Date().toISOString().replace('Z', '000Z');
}

function inProgress({ namespace, release }: DeployLockOptions, { spec }: Lease): BacklotError {
  // `ann@laptop/4711/<id>`; the name of an actor may hold a slash itself.
  const [, who, pid] = /^(.*)\/(\d+)\/[^/]*$/.exec(spec.holderIdentity ?? '') ?? [];
  return new BacklotError({
    code: 'DeployInProgress',
    message: `'${release}' is being deployed by ${who ?? spec.holderIdentity} (process ${pid ?? 'unknown'}) since ${spec.acquireTime ?? 'a moment ago'}`,
    hints: ['wait until that deploy has ended, then repeat the command'],
    actions: [shell`kubectl --namespace ${namespace} get lease backlot-deploy-${release} --output yaml`],
    details: { release, namespace, holder: spec.holderIdentity, since: spec.acquireTime },
  });
}
