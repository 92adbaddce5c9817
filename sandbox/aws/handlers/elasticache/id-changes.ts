import type { ApiObject } from '../contract.js';

/** ElastiCache's way to change a list of ids: `UserIdsToAdd` and `UserIdsToRemove`, each only when there are some. */
export function idChanges(
  member: string,
  before: readonly string[] | null | undefined,
  after: readonly string[] | null | undefined,
): ApiObject {
  const old = before ?? [];
  const wanted = after ?? [];
  const add = wanted.filter((id) => !old.includes(id));
  const remove = old.filter((id) => !wanted.includes(id));
  return {
    ...(add.length > 0 && { [`${member}ToAdd`]: add }),
    ...(remove.length > 0 && { [`${member}ToRemove`]: remove }),
  };
}
