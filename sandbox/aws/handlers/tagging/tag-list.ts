import type { ApiObject, Attributes } from '../contract.js';

/** Everything that a resource shall carry, for calls that a handler makes itself: what is made untagged is nobody's. */
export function tagList({ tags_all }: Attributes): ApiObject[] {
  return Object.entries(tags_all ?? {}).map(([Key, Value]) => ({ Key, Value }));
}
