import { PURPOSE_TAG, SET_TAG, type Tagged } from './store.js';

/** What carries our tags, as {@link StoreAdapter.tagged} tells it. */
export function taggedAs(
  kind: Tagged['kind'],
  what: Tagged['what'],
  id: string,
  tags: Readonly<Record<string, string>>,
  environment: string,
): Tagged[] {
  const set = tags[SET_TAG];
  if (!set || tags['backlot:environment'] !== environment) return [];
  return [{ kind, what, id, set, purpose: tags[PURPOSE_TAG] ?? 'backup' }];
}
