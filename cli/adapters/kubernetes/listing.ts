import type { ApiResource } from './discovery.js';
import type { KubernetesObject, ObjectQuery } from './kubernetes.js';
import { resourcePath } from './resource-path.js';
import type { ApiResponse } from './transport.js';

/** All objects of a query and the version of the cluster that they are of. */
export interface Listing<T extends KubernetesObject> {
  readonly items: T[];
  readonly resourceVersion: string;
}

interface ListBody {
  readonly items?: readonly KubernetesObject[] | null;
  readonly metadata?: { readonly resourceVersion?: string; readonly continue?: string };
}

const PAGE = 500;

/**
 * Reads page by page. A list that takes so long that the server forgets where it was (410) is read once more as a whole.
 *
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/#retrieving-large-results-sets-in-chunks
 */
export async function listAll<T extends KubernetesObject>(
  query: ObjectQuery,
  resource: ApiResource,
  get: (path: string) => Promise<ApiResponse>,
  refused: (response: ApiResponse) => Error,
  pageSize: number = PAGE,
): Promise<Listing<T>> {
  const page = (limit: number | undefined, continuation: string | undefined) =>
    get(resourcePath(query.apiVersion, resource, query, { ...selectors(query), limit, continue: continuation }));
  const items: T[] = [];
  let continuation: string | undefined;
  for (;;) {
    let response = await page(pageSize, continuation);
    if (response.status === 410 && continuation) {
      items.length = 0;
      response = await page(undefined, undefined);
    }
    if (response.status !== 200) throw refused(response);
    const body = response.body as ListBody;
    for (const item of body.items ?? []) {
      // The items of a list of built-in kinds don't say what they are.
      items.push({ ...item, apiVersion: query.apiVersion, kind: query.kind } as T);
    }
    continuation = body.metadata?.continue || undefined;
    if (!continuation) return { items, resourceVersion: body.metadata?.resourceVersion ?? '' };
  }
}

/** Query parameters of the selectors. */
export function selectors({ labelSelector, fieldSelector }: ObjectQuery): Record<string, string | undefined> {
  return { labelSelector, fieldSelector };
}
