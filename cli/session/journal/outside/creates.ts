import type { PlanJson } from '../../../adapters/terraform/index.js';
import type { JournalCreate } from '../journal.js';

/** Attributes by which the cloud, or a person, knows a resource. None of them is ever a secret. */
const IDENTITY = [
  'name',
  'bucket',
  'identifier',
  'replication_group_id',
  'function_name',
  'alarm_name',
  'domain_name',
  'description',
  'region',
];

/** What a plan will create, also in place of something else, and what it is known by as far as the plan tells. */
export function createsOf(plan: PlanJson): JournalCreate[] {
  return (plan.resource_changes ?? []).flatMap(({ address, type, mode, change }) => {
    if (mode === 'data' || !change.actions.includes('create')) return [];
    const after = (change.after ?? {}) as Readonly<Record<string, unknown>>;
    const hidden = (change.after_sensitive ?? {}) as Readonly<Record<string, unknown>>;
    const known = IDENTITY.flatMap((name) => {
      const value = after[name];
      return typeof value === 'string' && value !== '' && hidden[name] !== true ? [[name, value] as const] : [];
    });
    const tag = (after.tags_all as Record<string, unknown> | null | undefined)?.Name;
    const identity = Object.fromEntries([...known, ...(typeof tag === 'string' ? [['Name', tag] as const] : [])]);
    return [{ address, type, ...(Object.keys(identity).length > 0 ? { identity } : {}) }];
  });
}
