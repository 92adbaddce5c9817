import type { ChangeJson, PlanJson, ResourceChangeJson } from '../../adapters/terraform/index.js';
import { attributeDiff } from '../../kernel/diff/attribute-diff.js';
import type { ChangeAction, ChangeCounts, OutputChange, ResourceChange } from './plan-result.js';

/** What a plan does, was met by, and gives, free of secrets. */
export interface PlanChanges {
  readonly changes: readonly ResourceChange[];
  readonly drift: readonly ResourceChange[];
  readonly outputs: readonly OutputChange[];
}

/** Reads a plan as JSON into what people and pipelines see. */
export function planChanges(plan: PlanJson): PlanChanges {
  const changes = (plan.resource_changes ?? []).flatMap((each) => resourceChange(each));
  const drift = (plan.resource_drift ?? []).flatMap((each) => resourceChange(each));
  return {
    changes,
    drift: actionableDrift(drift, changes),
    outputs: Object.entries(plan.output_changes ?? {}).flatMap(([name, change]) => outputChange(name, change)),
  };
}

/** Counts resources by what happens to them. */
export function countChanges(changes: readonly { readonly action: ChangeAction }[]): ChangeCounts {
  const count = (action: ChangeAction) => changes.filter((change) => change.action === action).length;
  return { add: count('create'), change: count('update'), replace: count('replace'), destroy: count('delete') };
}

/** Sums counts. */
export function sumCounts(counts: readonly ChangeCounts[]): ChangeCounts {
  const sum = (key: keyof ChangeCounts) => counts.reduce((total, each) => total + each[key], 0);
  return { add: sum('add'), change: sum('change'), replace: sum('replace'), destroy: sum('destroy') };
}

function resourceChange(json: ResourceChangeJson): ResourceChange[] {
  if (json.mode === 'data') return [];
  const action = actionOf(json);
  if (!action) return [];
  const compared = action === 'update' || action === 'replace';
  return [
    {
      address: json.address,
      type: json.type,
      action,
      attributes: compared ? attributeDiff(json.change) : [],
      ...(json.action_reason ? { reason: REASONS[json.action_reason] ?? json.action_reason.replaceAll('_', ' ') } : {}),
    },
  ];
}

function actionOf({ change, previous_address: previous, address }: ResourceChangeJson): ChangeAction | undefined {
  const actions = change.actions.join('+');
  switch (actions) {
    case 'create':
    case 'update':
    case 'delete':
    case 'forget':
      return actions;
    case 'delete+create':
    case 'create+delete':
    case 'create+forget':
      return 'replace';
    case 'no-op':
      if (change.importing) return 'import';
      return previous && previous !== address ? 'move' : undefined;
    default:
      return undefined;
  }
}

/** Why Terraform does it. @see https://developer.hashicorp.com/terraform/internals/json-format#plan-representation */
const REASONS: Readonly<Record<string, string>> = {
  replace_because_cannot_update: 'an attribute changes that cannot be changed in place',
  replace_because_tainted: 'an earlier apply left it half made',
  replace_by_request: 'its replacement was asked for',
  replace_by_triggers: 'something that it is bound to is replaced',
  delete_because_no_resource_config: 'it is no longer declared',
  delete_because_no_module: 'its module is no longer declared',
  delete_because_wrong_repetition: 'it is declared with another count or for_each',
  delete_because_count_index: 'its index is beyond the count',
  delete_because_each_key: 'its key is no longer in for_each',
  delete_because_no_move_target: 'it was moved to an address that is not declared',
};

/**
 * The drift that the plan sets right. Terraform also lists what is only news to the state: attributes that AWS computes,
 * such as the number of attachments of a policy, or that mirror another resource, such as the routes of a route table.
 */
function actionableDrift(drift: readonly ResourceChange[], changes: readonly ResourceChange[]): ResourceChange[] {
  const planned = new Map(changes.map((change) => [change.address, change]));
  return drift.flatMap((each) => {
    const change = planned.get(each.address);
    if (!change) return [];
    if (each.action === 'delete') return [each];
    const set = new Set(change.attributes.filter(({ unknown }) => !unknown).map(({ path }) => path));
    const attributes = each.attributes.filter(({ path }) => set.has(path));
    return attributes.length > 0 ? [{ ...each, attributes }] : [];
  });
}

function outputChange(name: string, change: ChangeJson): OutputChange[] {
  const action = change.actions[0];
  if (action !== 'create' && action !== 'update' && action !== 'delete') return [];
  const sensitive = change.before_sensitive === true || change.after_sensitive === true;
  // An object with an unknown part is not known as a whole.
  const unknown = JSON.stringify(change.after_unknown ?? false).includes('true');
  const values = sensitive ? {} : { before: change.before, ...(unknown ? {} : { after: change.after }) };
  return [{ name, action, unknown, sensitive, ...values }];
}
