import { parseQuantity } from '../../../../modules/values/quantity.js';
import { type Behaviour, behaviourAnnotation, behaviourOf, tagOf } from '../model/behaviour.js';
import { type SpokenProfile, spokenProfile } from '../model/spoken-profile.js';
import { milliseconds } from './milliseconds.js';
import type { RawObject } from './watched.js';

/** A container and what it asked for. */
export interface ContainerFacts {
  readonly name: string;
  /** Cores. @default it asks for none */
  readonly cpuRequest?: number;
  readonly cpuLimit?: number;
  /** Bytes. */
  readonly memoryRequest?: number;
  readonly memoryLimit?: number;
}

/** What the model knows of a pod. */
export interface PodFacts {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly createdAt: string;
  /** Milliseconds since 1970; undefined before it was scheduled. */
  readonly startedAt?: number;
  readonly node?: string;
  readonly running: boolean;
  readonly ready: boolean;
  readonly terminating: boolean;
  /** Part of a Deployment, Rollout or the like: not a job, not on its own. */
  readonly replicated: boolean;
  /** Label app.kubernetes.io/name. */
  readonly service?: string;
  /** Of the pod template; empty where there is none. */
  readonly hash: string;
  /** Tag of the image. */
  readonly version: string;
  /** The one named like the service, else the first, stands first. */
  readonly containers: readonly ContainerFacts[];
  readonly behaviour: Behaviour;
  readonly playback: boolean;
  /** Library whose names its metrics have, where the model speaks them. @default the common names */
  readonly profile?: SpokenProfile;
  readonly queue?: string;
  /** Names of Secrets that its containers read. */
  readonly secrets: readonly string[];
  readonly cpuPerRequestMs?: number;
  readonly latencyP95Ms?: number;
  readonly concurrency?: number;
}

/** Annotations of pods that the model reads. */
export const podAnnotations = {
  cpuPerRequest: 'sandbox.backlot.dev/cpu-per-request',
  latencyP95: 'sandbox.backlot.dev/latency-p95',
  concurrency: 'sandbox.backlot.dev/concurrency',
  queue: 'backlot.dev/queue',
  playback: ['backlot.dev/playback', 'sandbox.backlot.dev/playback'],
  profile: 'backlot.dev/metrics-profile',
} as const;

/** Reduces a pod to what is looked at. */
export function podFacts({ metadata, spec = {}, status = {} }: RawObject): PodFacts {
  const labels = metadata.labels ?? {};
  const annotations = metadata.annotations ?? {};
  const service = labels['app.kubernetes.io/name'];
  const raw: readonly RawContainer[] = spec.containers ?? [];
  const main = raw.find(({ name }) => name === service) ?? raw[0];
  const image = main?.image ?? '';
  const terminating = Boolean(metadata.deletionTimestamp);
  const running = status.phase === 'Running';
  const conditions: readonly { type: string; status: string }[] = status.conditions ?? [];
  return {
    uid: metadata.uid ?? `${metadata.namespace}/${metadata.name}`,
    namespace: metadata.namespace ?? 'default',
    name: metadata.name,
    labels,
    createdAt: metadata.creationTimestamp ?? new Date(0).toISOString(),
    startedAt: status.startTime ? Date.parse(status.startTime) : undefined,
    node: spec.nodeName || undefined,
    running,
    ready: running && !terminating && conditions.some(({ type, status }) => type === 'Ready' && status === 'True'),
    terminating,
    replicated: ['ReplicaSet', 'StatefulSet', 'DaemonSet'].includes(metadata.ownerReferences?.[0]?.kind ?? ''),
    service,
    hash: labels['rollouts-pod-template-hash'] ?? labels['pod-template-hash'] ?? '',
    version: tagOf(image),
    containers: [...(main ? [main] : []), ...raw.filter((each) => each !== main)].map(containerFacts),
    behaviour: behaviourOf(image, annotations[behaviourAnnotation]),
    playback: podAnnotations.playback.some((name) => annotations[name] === 'true' || labels[name] === 'true'),
    profile: spokenProfile(annotations[podAnnotations.profile]),
    queue: annotations[podAnnotations.queue] || undefined,
    secrets: secretNames(raw, spec.volumes ?? []),
    cpuPerRequestMs: milliseconds(annotations[podAnnotations.cpuPerRequest]),
    latencyP95Ms: milliseconds(annotations[podAnnotations.latencyP95]),
    concurrency: Number(annotations[podAnnotations.concurrency]) || undefined,
  };
}

/** By variable, by all variables at once, or as a volume. */
function secretNames(containers: readonly RawContainer[], volumes: readonly RawVolume[]): string[] {
  const names = [
    ...containers.flatMap(({ env = [] }) => env.map(({ valueFrom }) => valueFrom?.secretKeyRef?.name)),
    ...containers.flatMap(({ envFrom = [] }) => envFrom.map(({ secretRef }) => secretRef?.name)),
    ...volumes.map(({ secret }) => secret?.secretName),
  ];
  return [...new Set(names.filter((name) => name !== undefined))];
}

interface RawVolume {
  readonly secret?: { readonly secretName?: string };
}

interface RawContainer {
  readonly name: string;
  readonly env?: readonly { readonly valueFrom?: { readonly secretKeyRef?: { readonly name?: string } } }[];
  readonly envFrom?: readonly { readonly secretRef?: { readonly name?: string } }[];
  readonly image?: string;
  readonly resources?: {
    readonly requests?: Readonly<Record<string, string>>;
    readonly limits?: Readonly<Record<string, string>>;
  };
}

function containerFacts({ name, resources }: RawContainer): ContainerFacts {
  const { requests = {}, limits = {} } = resources ?? {};
  return {
    name,
    cpuRequest: parseQuantity(requests.cpu ?? limits.cpu),
    cpuLimit: parseQuantity(limits.cpu),
    memoryRequest: parseQuantity(requests.memory ?? limits.memory),
    memoryLimit: parseQuantity(limits.memory),
  };
}
