import { createHash } from 'node:crypto';
import { ClusterWrites } from './cluster-writes.js';
import { EmulatedSecrets, type RemoteReference } from './emulated-secrets.js';
import { nextHistory, SECRET_VERSIONS, type SecretVersions } from './secret-history.js';

/** What an {@link ExternalSecretSync} is made from. */
export interface ExternalSecretSyncProps {
  readonly kubeconfig: string;
  /** The AWS emulator. */
  readonly awsEndpoint: string;
  readonly region: string;
  readonly accountId: string;
  /** Between two looks at the cluster. @default 2 s */
  readonly intervalMs?: number;
}

/** What one round did. */
export interface SyncRound {
  /** `namespace/name` of those that were written. */
  readonly synced: readonly string[];
  /** Those that could not be, with the reason. */
  readonly failed: Readonly<Record<string, string>>;
}

interface ExternalSecret {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly uid: string;
    readonly generation?: number;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly deletionTimestamp?: string;
  };
  readonly spec: {
    readonly refreshInterval?: string;
    readonly secretStoreRef?: { readonly kind?: string; readonly name?: string };
    readonly target?: { readonly name?: string };
    readonly data?: readonly { readonly secretKey: string; readonly remoteRef: RemoteReference }[];
    readonly dataFrom?: readonly { readonly extract?: RemoteReference }[];
  };
  readonly status?: {
    readonly refreshTime?: string;
    readonly syncedResourceVersion?: string;
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly lastTransitionTime?: string;
      readonly message?: string;
    }[];
  };
}

interface Secret {
  readonly metadata: {
    readonly ownerReferences?: readonly { readonly uid: string }[];
    readonly annotations?: Readonly<Record<string, string>>;
  };
}

const API = '/apis/external-secrets.io/v1';
const FIELD_MANAGER = 'external-secrets';
/** Label of every Secret that it keeps, as the operator has it. */
export const MANAGED_LABEL = 'reconcile.external-secrets.io/managed';
const UNITS = { s: 1, m: 60, h: 3600 } as const;

/**
 * Does in the sandbox what the External Secrets Operator does on EKS: for each ExternalSecret it writes a Secret with the
 * values of Secrets Manager (here the emulator's), owned by the ExternalSecret, and says in its status how that went.
 * Stores are not told apart: every one means the emulator. Templates and generators are not known.
 */
export class ExternalSecretSync {
  private readonly cluster: ClusterWrites;
  private readonly secrets: EmulatedSecrets;
  private readonly intervalMs: number;
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<unknown> = Promise.resolve();

  /** @throws BacklotError `NotLoopback` */
  constructor(props: ExternalSecretSyncProps) {
    this.cluster = new ClusterWrites(props.kubeconfig);
    this.secrets = new EmulatedSecrets({
      endpoint: props.awsEndpoint,
      region: props.region,
      accountId: props.accountId,
    });
    this.intervalMs = props.intervalMs ?? 2000;
  }

  /** Goes on until {@link stop}. An API server or emulator that is away is asked again. */
  start(): void {
    this.timer ??= setTimeout(() => {
      this.round = this.sync()
        .catch(() => undefined) // the API server is away: the next round asks again
        .finally(() => {
          if (!this.timer) return;
          this.timer = undefined;
          this.start();
        });
    }, this.intervalMs);
    this.timer.unref();
  }

  /** Waits for a round that is under way. */
  async stop(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.round;
  }

  /**
   * One round over all namespaces.
   *
   * @throws ClusterWriteError when the API server cannot be asked what there is.
   */
  async sync(now = new Date()): Promise<SyncRound> {
    const list = await this.cluster.get<{ items?: readonly ExternalSecret[] }>(`${API}/externalsecrets`);
    const synced: string[] = [];
    const failed: Record<string, string> = {};
    for (const object of list?.items ?? []) {
      const { deletionTimestamp, name, namespace } = object.metadata;
      if (deletionTimestamp) continue;
      try {
        if (await this.syncOne(object, now)) synced.push(`${namespace}/${name}`);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        failed[`${namespace}/${name}`] = reason;
        await this.report(object, now, reason).catch(() => undefined); // it may be gone by now
      }
    }
    return { synced, failed };
  }

  private async syncOne(object: ExternalSecret, now: Date): Promise<boolean> {
    const { metadata, spec } = object;
    const name = spec.target?.name ?? metadata.name;
    const path = `/api/v1/namespaces/${metadata.namespace}/secrets/${name}`;
    const existing = await this.cluster.get<Secret>(path);
    if (existing && !isDue(object, now)) return false;
    const owned = existing?.metadata.ownerReferences?.some(({ uid }) => uid === metadata.uid);
    if (existing && !owned) throw new Error(`secret ${name} is there already and belongs to something else`);
    const { values, versions } = await this.valuesOf(object);
    const history = nextHistory(existing?.metadata.annotations?.[SECRET_VERSIONS], versions, now);
    await this.cluster.apply(path, secretObject(object, name, values, history), FIELD_MANAGER);
    await this.report(object, now);
    return true;
  }

  private async valuesOf({ spec: { data = [], dataFrom = [] } }: ExternalSecret) {
    const values: Record<string, string> = {};
    const versions: Record<string, string> = {};
    for (const { extract } of dataFrom) {
      if (!extract) continue;
      const found = await this.secrets.values(extract);
      Object.assign(values, found.value);
      versions[extract.key] = found.version;
    }
    for (const { secretKey, remoteRef } of data) {
      const found = await this.secrets.value(remoteRef);
      values[secretKey] = found.value;
      versions[remoteRef.key] = found.version;
    }
    return { values, versions: versions satisfies SecretVersions };
  }

  private async report(object: ExternalSecret, now: Date, problem?: string): Promise<void> {
    const { metadata, status } = object;
    const before = status?.conditions?.find(({ type }) => type === 'Ready');
    const ready = problem ? 'False' : 'True';
    const message = problem ?? 'secret synced';
    // The same failure again is no news.
    if (problem && before?.status === ready && before.message === message) return;
    const at = now.toISOString().replace(/\.\d+Z$/, 'Z');
    await this.cluster.merge(`${API}/namespaces/${metadata.namespace}/externalsecrets/${metadata.name}/status`, {
      status: {
        ...(problem ? {} : { refreshTime: at, syncedResourceVersion: stateOf(metadata) }),
        conditions: [
          {
            type: 'Ready',
            status: ready,
            reason: problem ? 'SecretSyncedError' : 'SecretSynced',
            message,
            lastTransitionTime: before?.status === ready ? (before.lastTransitionTime ?? at) : at,
          },
        ],
      },
    });
  }
}

/** Changed since, failed, or older than it may be; `0` means: never again. */
function isDue({ metadata, spec, status }: ExternalSecret, now: Date): boolean {
  const ready = status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True');
  if (!ready || status?.syncedResourceVersion !== stateOf(metadata)) return true;
  const seconds = inSeconds(spec.refreshInterval ?? '1h');
  const last = Date.parse(status.refreshTime ?? '');
  return seconds > 0 && !(now.getTime() - last < seconds * 1000);
}

/**
 * Changes with the declaration, its labels and its annotations: touching one asks for the values again, as it does with the
 * operator. https://external-secrets.io/latest/introduction/faq/
 */
function stateOf({ generation = 0, labels = {}, annotations = {} }: ExternalSecret['metadata']): string {
  const sorted = [labels, annotations].map((each) => Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)));
  return `${generation}-${createHash('sha256').update(JSON.stringify(sorted)).digest('hex').slice(0, 16)}`;
}

/** `1h30m` in seconds. */
function inSeconds(text: string): number {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(h|m|s)/g)];
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * UNITS[unit as keyof typeof UNITS], 0);
}

function secretObject(
  { metadata }: ExternalSecret,
  name: string,
  values: Readonly<Record<string, string>>,
  history: string,
) {
  const encoded = Object.entries(values).map(([key, value]) => [key, Buffer.from(value).toString('base64')]);
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name,
      namespace: metadata.namespace,
      labels: { ...metadata.labels, [MANAGED_LABEL]: 'true' },
      annotations: { [SECRET_VERSIONS]: history },
      ownerReferences: [
        {
          apiVersion: 'external-secrets.io/v1',
          kind: 'ExternalSecret',
          name: metadata.name,
          uid: metadata.uid,
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    },
    type: 'Opaque',
    data: Object.fromEntries(encoded),
  };
}
