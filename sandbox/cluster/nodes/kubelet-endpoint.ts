import type { ApiClient, ApiObject } from '../api/api-client.js';
import { MACHINE } from './node-object.js';

interface Node extends ApiObject {
  readonly status?: {
    readonly addresses?: readonly { readonly type: string; readonly address: string }[];
    readonly daemonEndpoints?: { readonly kubeletEndpoint?: { readonly Port?: number } };
  };
}

/** The name in the agent's certificate; the API server takes addresses of this type only. */
const ADDRESS = { type: 'InternalDNS', address: 'localhost' } as const;

/** Has all nodes of the sandbox name the agent as their kubelet, so that logs of their pods are asked of it. */
export async function pointToKubelet(api: ApiClient, port: number): Promise<void> {
  const nodes = (await api.list<Node>('/api/v1/nodes')).filter(({ metadata }) => metadata.annotations?.[MACHINE]);
  const wrong = nodes.filter(({ status }) => {
    const named = status?.addresses?.some(({ type }) => type === ADDRESS.type);
    return !named || status?.daemonEndpoints?.kubeletEndpoint?.Port !== port;
  });
  await Promise.all(
    wrong.map(({ metadata, status }) => {
      const others = (status?.addresses ?? []).filter(({ type }) => type !== ADDRESS.type);
      const daemonEndpoints = { kubeletEndpoint: { Port: port } };
      return api.patch(`/api/v1/nodes/${metadata.name}/status`, {
        status: { addresses: [...others, ADDRESS], daemonEndpoints },
      });
    }),
  );
}
