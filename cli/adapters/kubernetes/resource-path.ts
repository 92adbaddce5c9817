import type { ApiResource } from './discovery.js';

/** Query parameters; undefined ones are left out. */
export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** The path of an object or, without a name, of a collection. */
export function resourcePath(
  apiVersion: string,
  resource: ApiResource,
  at: { readonly namespace?: string; readonly name?: string; readonly subresource?: string },
  query: Query = {},
): string {
  const parts = [
    apiVersion.includes('/') ? `apis/${apiVersion}` : `api/${apiVersion}`,
    resource.namespaced && at.namespace ? `namespaces/${encodeURIComponent(at.namespace)}` : '',
    resource.name,
    at.name ? encodeURIComponent(at.name) : '',
    at.subresource ?? '',
  ];
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
  const text = search.toString();
  return `/${parts.filter(Boolean).join('/')}${text ? `?${text}` : ''}`;
}
