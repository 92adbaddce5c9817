import { BacklotError } from '../../../modules/values/backlot-error.js';
import { shell } from '../../../modules/values/shell-quoted.js';
import type { ApiResponse } from './transport.js';

/** How the objects of a kind are addressed. */
export interface ApiResource {
  /** Plural, as in the path. */
  readonly name: string;
  readonly namespaced: boolean;
}

interface ResourceList {
  readonly resources?: readonly { readonly name: string; readonly kind: string; readonly namespaced: boolean }[];
}

/** What the server knows of each group and version; asked once per connection, and again for a kind that is not in it. */
export class Discovery {
  private readonly known = new Map<string, { at: number; kinds: Promise<ReadonlyMap<string, ApiResource>> }>();

  constructor(private readonly get: (path: string) => Promise<ApiResponse>) {}

  /** Undefined when the server does not serve the kind. */
  async find(apiVersion: string, kind: string): Promise<ApiResource | undefined> {
    const entry = this.known.get(apiVersion);
    const found = (await entry?.kinds)?.get(kind);
    if (found) return found;
    const asked = { at: Date.now(), kinds: this.ask(apiVersion) };
    this.known.set(apiVersion, asked);
    asked.kinds.catch(() => this.known.delete(apiVersion));
    return (await asked.kinds).get(kind);
  }

  /** @throws BacklotError `KindMissing` with what usually brings the kind. */
  async require(apiVersion: string, kind: string, server: string): Promise<ApiResource> {
    const resource = await this.find(apiVersion, kind);
    if (resource) return resource;
    const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
    const bringer = BRINGS[group];
    throw new BacklotError({
      code: 'KindMissing',
      message: `the cluster at ${server} does not know ${kind} of ${apiVersion}${bringer ? `: ${bringer} is not installed` : ''}`,
      hints: bringer ? [`a deploy of the environment installs ${bringer}`] : [],
      actions: bringer
        ? ['backlot deploy <environment> --only controllers']
        : [shell`kubectl api-resources --api-group=${group}`],
      details: { apiVersion, kind, server },
    });
  }

  private async ask(apiVersion: string): Promise<ReadonlyMap<string, ApiResource>> {
    const { status, body } = await this.get(apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`);
    // 503: an aggregated API whose server is not there; its kinds cannot be used.
    if (status !== 200 || typeof body !== 'object') return new Map();
    const { resources = [] } = body as ResourceList;
    return new Map(
      resources
        .filter(({ name }) => !name.includes('/'))
        .map(({ name, kind, namespaced }) => [kind, { name, namespaced }] as const),
    );
  }
}

/** Who brings the custom resources of a group. */
const BRINGS: Readonly<Record<string, string>> = {
  'argoproj.io': 'Argo Rollouts',
  'external-secrets.io': 'External Secrets',
  'monitoring.coreos.com': 'the Prometheus operator',
  'gateway.networking.k8s.io': 'the Gateway API',
  'keda.sh': 'KEDA',
  'karpenter.sh': 'Karpenter',
  'cert-manager.io': 'cert-manager',
  'metrics.k8s.io': 'the metrics server',
};
