import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { aggregatedApis } from '../agent/aggregated-apis.js';
import type { ApiClient, ApiObject } from '../api/api-client.js';
import { definitions } from './definitions.js';
import { permissions } from './permissions.js';

/** What the cluster is given by the sandbox. */
export interface SetupOptions {
  /** PEM of the authority that vouches for the agent. */
  readonly ca: string;
  /** Port of the agent's aggregated APIs. */
  readonly agentApiPort: number;
  readonly tell: (message: string) => void;
}

const LABELS = { 'app.kubernetes.io/managed-by': 'backlot', 'app.kubernetes.io/part-of': 'backlot-sandbox' };
const NAMESPACES = ['backlot-system', 'argo-rollouts'];
const DONE = '/api/v1/namespaces/backlot-system/configmaps/sandbox-setup';
const SERVED_MS = 30_000;

/**
 * Puts into the cluster what the sandbox provides: namespaces, permissions, definitions of kinds, the class of
 * ingresses, and the APIs of the agent. Does nothing when the cluster has exactly that already.
 */
export async function setUp(api: ApiClient, options: SetupOptions): Promise<void> {
  const found = await definitions(options.tell);
  const own = [...permissions(), ingressClass(), ...(aggregatedApis(options.ca, options.agentApiPort) as ApiObject[])];
  const digest = createHash('sha256')
    .update(JSON.stringify([found, own]))
    .digest('hex')
    .slice(0, 16);
  const done = await api.get<{ data?: { digest?: string } }>(DONE);
  if (done?.data?.digest === digest && (await servesAll(api, found))) return;
  await Promise.all(NAMESPACES.map((name) => api.apply(namespace(name))));
  await Promise.all([...found, ...own].map((object) => api.apply(object)));
  await served(api, found);
  await api.apply({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'sandbox-setup', namespace: 'backlot-system', labels: LABELS },
    data: { digest },
  });
}

/** Whether nobody has taken a definition away since. */
async function servesAll(api: ApiClient, objects: readonly ApiObject[]): Promise<boolean> {
  const wanted = new Map<string, string[]>();
  for (const { kind, spec } of objects as readonly Definition[]) {
    const version = spec?.versions?.find(({ served }) => served)?.name;
    if (kind !== 'CustomResourceDefinition' || !spec || !version) continue;
    const path = `/apis/${spec.group}/${version}`;
    wanted.set(path, [...(wanted.get(path) ?? []), spec.names.plural]);
  }
  const served = await Promise.all(
    [...wanted].map(async ([path, plurals]) => {
      const names = new Set(
        (await api.get<{ resources: { name: string }[] }>(path))?.resources.map(({ name }) => name),
      );
      return plurals.every((plural) => names.has(plural));
    }),
  );
  return served.every(Boolean);
}

interface Definition extends ApiObject {
  readonly spec?: {
    readonly group: string;
    readonly names: { readonly plural: string };
    readonly versions: readonly { readonly name: string; readonly served: boolean }[];
  };
}

/** A kind is served some moments after its definition was taken. */
async function served(api: ApiClient, objects: readonly ApiObject[]): Promise<void> {
  const names = objects.flatMap(({ kind, metadata }) => (kind === 'CustomResourceDefinition' ? [metadata.name] : []));
  const deadline = performance.now() + SERVED_MS;
  for (const name of names) {
    const path = `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${name}`;
    for (;;) {
      const { status } = (await api.get<{ status?: { conditions?: { type: string; status: string }[] } }>(path)) ?? {};
      const established = status?.conditions?.some((each) => each.type === 'Established' && each.status === 'True');
      if (established || performance.now() > deadline) break;
      await delay(50);
    }
  }
}

function namespace(name: string): ApiObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: LABELS } };
}

/** The class that the load balancer controller of AWS serves on EKS. */
function ingressClass(): ApiObject {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'IngressClass',
    metadata: { name: 'alb', labels: LABELS },
    spec: { controller: 'ingress.k8s.aws/alb' },
  };
}
