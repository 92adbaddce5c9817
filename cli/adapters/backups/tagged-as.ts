import { type Owner, PURPOSE_TAG, SET_TAG, type Tagged } from './store.js';

/** What carries our tags, as {@link StoreAdapter.tagged} tells it. */
export function taggedAs(
  kind: Tagged['kind'],
  what: Tagged['what'],
  id: string,
  tags: Readonly<Record<string, string>>,
  { platform, environment }: Owner,
): Tagged[] {
  if (tags['backlot:environment'] !== environment) return [];
  if ((tags['backlot:platform'] ?? platform) !== platform) return [];
  const set = tags[SET_TAG];
  if (set) return [{ kind, what, id, set, purpose: tags[PURPOSE_TAG] ?? 'backup' }];
  // Put aside by an earlier version, which didn't mark it, or by a run that was killed before it could.
  const aside = what === 'store' ? PUT_ASIDE.exec(id)?.[1] : undefined;
  return aside ? [{ kind, what, id, set: aside, purpose: 'replaced' }] : [];
}

/** A name that a restore in place gives to what it replaces. */
const PUT_ASIDE = /-before-(\d{8}t\d{6}-[0-9a-f]{4})$/;
