import type { Kubernetes } from '../../adapters/kubernetes/kubernetes.js';
import { isReady, type Pod, ROLLOUTS_API, type Workload } from '../../delivery/workloads/workload-objects.js';
import { changedAt, copyIn, holds } from './cluster-copies.js';
import type { ConsumerPods, SecretConsumer } from './consumers-result.js';
import type { FoundConsumer } from './find-consumers.js';
import { type PodVersion, podVersion } from './pod-version.js';
import type { StoredSecret } from './secret-store.js';

/** The version that consumers should have. */
export interface WantedVersion {
  /** As declared. */
  readonly secret: string;
  readonly stored: StoredSecret;
  readonly version: string;
  /** Compared with the cluster's copy in memory; never shown. */
  readonly value: string;
}

/** Looks at one consumer in the cluster. */
export async function consumerState(
  cluster: Kubernetes,
  namespace: string,
  consumer: FoundConsumer,
  wanted: WantedVersion,
): Promise<SecretConsumer> {
  const { declared, external, kind, run, service, variables, workload } = consumer;
  const base = { service, declared, run, kind, variables };
  if (run !== 'kubernetes')
    return { ...base, state: `runs on ${run}, which is not looked at: it reads the value when it starts` };
  if (!external) {
    const state = workload ? `${workload} without an ExternalSecret of it: nobody can tell` : 'not in the cluster';
    return { ...base, workload, state };
  }
  const copy = await copyIn(cluster, external);
  const synced = holds(copy, external, wanted.stored, wanted.value);
  const labelSelector = `app.kubernetes.io/name=${service},app.kubernetes.io/instance=${service}`;
  const [pods, object] = await Promise.all([
    cluster.list<Pod>({ apiVersion: 'v1', kind: 'Pod', namespace, labelSelector }),
    workload && workload !== 'CronJob' ? readWorkload(cluster, namespace, service, workload) : undefined,
  ]);
  // Those that are being deleted still finish what they began: they count until they are gone.
  const living = pods.filter(({ status }) => status?.phase !== 'Succeeded' && status?.phase !== 'Failed');
  const created = wanted.stored.versions.find(({ id }) => id === wanted.version)?.createdAt;
  const facts = {
    secret: wanted.secret,
    version: wanted.version,
    createdAt: created === undefined ? undefined : Date.parse(created),
    synced,
    syncedAt: changedAt(copy),
  };
  const versions = living.map((pod) => ({ pod, version: podVersion(pod, facts) }));
  const count = (wish: PodVersion) => versions.filter(({ version }) => version === wish).length;
  const counted: ConsumerPods = {
    current: count('current'),
    old: count('old'),
    unknown: count('unknown'),
    ready: versions.filter(
      ({ pod, version }) => version === 'current' && isReady(pod) && !pod.metadata.deletionTimestamp,
    ).length,
    desired: object ? (object.spec.replicas ?? 1) : 0,
  };
  return { ...base, workload, synced, pods: counted, state: stateText(synced, counted, workload) };
}

/** Whether every pod of it runs with the wanted version, and as many as should. What has no pods has moved. */
export function hasMoved({ pods, run, synced, workload }: SecretConsumer): boolean {
  if (run !== 'kubernetes') return false;
  if (!pods) return workload === undefined;
  return synced === true && pods.old === 0 && pods.unknown === 0 && pods.ready >= pods.desired;
}

async function readWorkload(cluster: Kubernetes, namespace: string, name: string, kind: 'Rollout' | 'Deployment') {
  return cluster.get<Workload>({ apiVersion: kind === 'Rollout' ? ROLLOUTS_API : 'apps/v1', kind, namespace, name });
}

function stateText(
  synced: boolean,
  { current, desired, old, ready, unknown }: ConsumerPods,
  workload?: string,
): string {
  const parts = [
    ...(current > 0 ? [`${current} on the current version (${ready} ready of ${desired})`] : []),
    ...(old > 0 ? [`${old} on an old one`] : []),
    ...(unknown > 0 ? [`${unknown} on one that nobody can tell`] : []),
  ];
  const text =
    parts.length > 0
      ? parts.join(', ')
      : workload === 'CronJob'
        ? 'no run under way: the next one reads it'
        : 'no pods';
  return synced ? text : `the cluster's copy is not the current version yet; ${text}`;
}
