import type { TrafficGroup } from '../../model/traffic-groups.js';
import type { SecretMoment } from '../../secret-history.js';
import type { ClusterView, NodeFacts } from '../../watch/cluster-view.js';
import { type PodFacts, podFacts } from '../../watch/pod.js';

/** What a pod of a test differs in. */
export interface FakePod {
  readonly name: string;
  /** @default 'api' */
  readonly service?: string;
  /** @default 'reg/api:1.0.0' */
  readonly image?: string;
  /** @default 'stable1' */
  readonly hash?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  /** @default true */
  readonly ready?: boolean;
  readonly terminating?: boolean;
  /** @default 250m and no limit */
  readonly resources?: object;
  /** ISO 8601. */
  readonly startTime?: string;
  readonly node?: string;
  /** Names of Secrets that it reads into variables. @default none */
  readonly secrets?: readonly string[];
}

/** A cluster that a test writes down. */
export class FakeCluster implements ClusterView {
  synced = true;
  /** Names of pods by Service; a Service without pods has an empty list. */
  readonly sends: Record<string, string[]> = {};
  actions: Record<string, readonly TrafficGroup[]> = {};
  rollouts: Record<string, { stable?: string; current?: string }> = {};
  nodeList: NodeFacts[] = [];
  histories: Record<string, readonly SecretMoment[]> = {};
  private list: PodFacts[] = [];

  /** Replaces all pods; those that are ready become endpoints of the Services named after the service. */
  have(...pods: readonly FakePod[]): this {
    this.list = pods.map(pod);
    return this;
  }

  pods(): Iterable<PodFacts> {
    return this.list;
  }

  nodes(): Iterable<NodeFacts> {
    return this.nodeList;
  }

  services(namespace: string): ReadonlySet<string> {
    return new Set(namespace === 'streaming' ? Object.keys(this.sends) : []);
  }

  endpoints(_namespace: string, service: string): ReadonlySet<string> {
    return new Set(this.sends[service] ?? []);
  }

  weights(_namespace: string, service: string): readonly TrafficGroup[] | undefined {
    return this.actions[service];
  }

  rollout(_namespace: string, service: string) {
    return this.rollouts[service];
  }

  secretHistory(_namespace: string, name: string): readonly SecretMoment[] {
    return this.histories[name] ?? [];
  }
}

function pod(fake: FakePod): PodFacts {
  const { name, service = 'api', image = 'reg/api:1.0.0', hash = 'stable1', ready = true } = fake;
  return podFacts({
    metadata: {
      name,
      namespace: 'streaming',
      uid: `uid-${name}`,
      creationTimestamp: '2026-11-21T08:00:00Z',
      deletionTimestamp: fake.terminating ? '2026-11-21T08:30:00Z' : undefined,
      labels: { 'app.kubernetes.io/name': service, 'rollouts-pod-template-hash': hash, ...fake.labels },
      annotations: fake.annotations,
      ownerReferences: [{ kind: 'ReplicaSet', name: `${service}-${hash}` }],
    },
    spec: {
      nodeName: fake.node ?? 'node-1',
      containers: [
        {
          name: service,
          image,
          resources: fake.resources ?? { requests: { cpu: '250m', memory: '256Mi' } },
          env: fake.secrets?.map((name) => ({ name: 'TOKEN', valueFrom: { secretKeyRef: { name, key: 'TOKEN' } } })),
        },
      ],
    },
    status: {
      phase: 'Running',
      startTime: fake.startTime ?? '2026-11-21T08:00:00Z',
      conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }],
    },
  });
}
