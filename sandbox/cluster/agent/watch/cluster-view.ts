import { parseQuantity } from '../../../../modules/values/quantity.js';
import { MANAGED_LABEL } from '../external-secrets.js';
import { type TrafficGroup, trafficGroups } from '../model/traffic-groups.js';
import { readHistory, SECRET_VERSIONS, type SecretMoment } from '../secret-history.js';
import { ApiServer } from './api-server.js';
import { type PodFacts, podFacts } from './pod.js';
import { type RawObject, Watched } from './watched.js';

/** A node and what it has. */
export interface NodeFacts {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly createdAt: string;
  /** Cores, and bytes. */
  readonly cpu: number;
  readonly memory: number;
}

/** The cluster as the model sees it; tests put their own here. */
export interface ClusterView {
  /** Everything was listed. */
  readonly synced: boolean;
  pods(): Iterable<PodFacts>;
  nodes(): Iterable<NodeFacts>;
  /** Names of the namespace's Services. */
  services(namespace: string): ReadonlySet<string>;
  /** Names of pods that a Service sends to: its ready endpoints. */
  endpoints(namespace: string, service: string): ReadonlySet<string>;
  /** Weights that stand in an Ingress for a service; undefined where none does. */
  weights(namespace: string, service: string): readonly TrafficGroup[] | undefined;
  /** Hashes of a Rollout's pod templates; undefined where there is no Rollout. */
  rollout(namespace: string, service: string): { readonly stable?: string; readonly current?: string } | undefined;
  /** What a Secret held since when, the oldest first; empty where that isn't known. */
  secretHistory(namespace: string, name: string): readonly SecretMoment[];
}

interface SliceFacts {
  readonly key: string;
  readonly ready: readonly string[];
}

/** A real cluster, watched. */
export class WatchedCluster implements ClusterView {
  private readonly server: ApiServer;
  private readonly stopping = new AbortController();
  private readonly kinds;

  constructor(kubeconfig: string) {
    this.server = new ApiServer(kubeconfig);
    this.kinds = {
      pods: new Watched(this.server, '/api/v1/pods', podFacts),
      nodes: new Watched(this.server, '/api/v1/nodes', nodeFacts),
      services: new Watched(this.server, '/api/v1/services', ({ metadata }) => ({
        namespace: metadata.namespace ?? '',
        name: metadata.name,
      })),
      slices: new Watched(this.server, '/apis/discovery.k8s.io/v1/endpointslices', sliceFacts),
      ingresses: new Watched(this.server, '/apis/networking.k8s.io/v1/ingresses', ingressFacts),
      rollouts: new Watched(this.server, '/apis/argoproj.io/v1alpha1/rollouts', ({ status }) => ({
        stable: status?.stableRS as string | undefined,
        current: status?.currentPodHash as string | undefined,
      })),
      // Only those that come from Secrets Manager; their values are dropped as soon as they are read.
      secrets: new Watched(this.server, `/api/v1/secrets?labelSelector=${MANAGED_LABEL}%3Dtrue`, ({ metadata }) =>
        readHistory(metadata.annotations?.[SECRET_VERSIONS]),
      ),
    };
  }

  /** Starts to watch; never fails, tries on. */
  start(): void {
    for (const kind of Object.values(this.kinds)) void kind.run(this.stopping.signal);
  }

  stop(): void {
    this.stopping.abort();
    this.server.close();
  }

  get synced(): boolean {
    return Object.values(this.kinds).every(({ synced }) => synced);
  }

  /** What isn't synced, and why. */
  get problems(): string[] {
    return Object.values(this.kinds)
      .filter(({ synced }) => !synced)
      .map(({ path, problem }) => `${path}: ${problem ?? 'not listed yet'}`);
  }

  pods(): Iterable<PodFacts> {
    return this.kinds.pods.objects.values();
  }

  nodes(): Iterable<NodeFacts> {
    return this.kinds.nodes.objects.values();
  }

  services(namespace: string): ReadonlySet<string> {
    const names = new Set<string>();
    for (const service of this.kinds.services.objects.values()) {
      if (service.namespace === namespace) names.add(service.name);
    }
    return names;
  }

  endpoints(namespace: string, service: string): ReadonlySet<string> {
    const key = `${namespace}/${service}`;
    const names = new Set<string>();
    for (const slice of this.kinds.slices.objects.values()) {
      if (slice.key === key) for (const name of slice.ready) names.add(name);
    }
    return names;
  }

  weights(namespace: string, service: string): readonly TrafficGroup[] | undefined {
    for (const ingress of this.kinds.ingresses.objects.values()) {
      if (ingress.namespace !== namespace) continue;
      const groups = trafficGroups(ingress.actions[service]);
      if (groups) return groups;
    }
    return undefined;
  }

  rollout(namespace: string, service: string) {
    return this.kinds.rollouts.objects.get(`${namespace}/${service}`);
  }

  secretHistory(namespace: string, name: string): readonly SecretMoment[] {
    return this.kinds.secrets.objects.get(`${namespace}/${name}`) ?? [];
  }
}

function nodeFacts({ metadata, status }: RawObject): NodeFacts {
  const allocatable = status?.allocatable ?? {};
  return {
    name: metadata.name,
    labels: metadata.labels ?? {},
    createdAt: metadata.creationTimestamp ?? new Date(0).toISOString(),
    cpu: parseQuantity(allocatable.cpu) ?? 0,
    memory: parseQuantity(allocatable.memory) ?? 0,
  };
}

function sliceFacts({ metadata, endpoints }: RawObject): SliceFacts {
  const raw: readonly {
    readonly conditions?: { readonly ready?: boolean };
    readonly targetRef?: { readonly kind?: string; readonly name?: string };
  }[] = endpoints ?? [];
  return {
    key: `${metadata.namespace}/${metadata.labels?.['kubernetes.io/service-name'] ?? ''}`,
    // Unknown counts as ready: discovery.k8s.io/v1 EndpointConditions.
    ready: raw.flatMap(({ conditions, targetRef }) =>
      conditions?.ready !== false && targetRef?.kind === 'Pod' && targetRef.name ? [targetRef.name] : [],
    ),
  };
}

const ACTION = 'alb.ingress.kubernetes.io/actions.';

function ingressFacts({ metadata }: RawObject) {
  const actions = Object.entries(metadata.annotations ?? {}).flatMap(([name, value]) =>
    name.startsWith(ACTION) ? [[name.slice(ACTION.length), value] as const] : [],
  );
  return actions.length > 0
    ? { namespace: metadata.namespace ?? '', actions: Object.fromEntries(actions) as Readonly<Record<string, string>> }
    : undefined;
}
