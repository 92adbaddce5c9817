import type { DeployResult } from '../../../delivery/deploy/index.js';
import type { ChangeAction, PlanResult, ResourceChange, StackPlan } from '../../../delivery/plan/index.js';
import type { StackDeployment } from '../../../delivery/releases/applied-stack.js';
import type { AttributeChange } from '../../../kernel/diff/attribute-diff.js';

/** One change; attributes are neither unknown nor sensitive unless they say so. */
export function change(
  address: string,
  action: ChangeAction,
  attributes: readonly (Partial<AttributeChange> & { path: string })[] = [],
  reason?: string,
): ResourceChange {
  const plain = { unknown: false, sensitive: false, forcesReplacement: false };
  return {
    address,
    type: address.split('.')[0] ?? '',
    action,
    attributes: attributes.map((attribute) => ({ ...plain, ...attribute })),
    reason,
  };
}

/** The plan of one stack, counted from its changes. */
export function stackPlan(id: string, changes: readonly ResourceChange[], more: Partial<StackPlan> = {}): StackPlan {
  const count = (action: ChangeAction) => changes.filter((each) => each.action === action).length;
  return {
    id,
    status: changes.length > 0 ? 'changed' : 'unchanged',
    changes,
    drift: [],
    outputs: [],
    resources: 9,
    cached: false,
    durationMs: 12,
    add: count('create'),
    change: count('update'),
    replace: count('replace'),
    destroy: count('delete'),
    ...more,
  };
}

/** The plan of an environment, summed from its stacks. */
export function planResult(stacks: readonly StackPlan[], environment = 'local'): PlanResult {
  const sum = (key: 'add' | 'change' | 'replace' | 'destroy') => stacks.reduce((total, stack) => total + stack[key], 0);
  const count = (status: StackPlan['status']) => stacks.filter((stack) => stack.status === status).length;
  const drift = stacks.reduce((total, stack) => total + stack.drift.length, 0);
  return {
    environment,
    account: '000000000000',
    region: 'eu-central-1',
    planId: '3f2a91',
    stacks,
    totals: {
      add: sum('add'),
      change: sum('change'),
      replace: sum('replace'),
      destroy: sum('destroy'),
      stacks: stacks.length,
      deferred: count('deferred'),
      failed: count('failed'),
      drift,
    },
    hasChanges: drift > 0 || stacks.some(({ status }) => status === 'changed' || status === 'deferred'),
    durationMs: 40,
  };
}

/** What happened to one stack. */
export function deployment(id: string, more: Partial<StackDeployment> = {}): StackDeployment {
  return { id, status: 'applied', add: 3, change: 0, replace: 0, destroy: 0, resources: 3, durationMs: 1200, ...more };
}

/** What a deploy gave. */
export function deployResult(stacks: readonly StackDeployment[], more: Partial<DeployResult> = {}): DeployResult {
  const sum = (key: 'add' | 'change' | 'replace' | 'destroy' | 'resources') =>
    stacks.reduce((total, stack) => total + stack[key], 0);
  return {
    environment: 'local',
    account: '000000000000',
    region: 'eu-central-1',
    stacks,
    totals: {
      add: sum('add'),
      change: sum('change'),
      replace: sum('replace'),
      destroy: sum('destroy'),
      stacks: stacks.length,
      resources: sum('resources'),
      failed: stacks.filter(({ status }) => status === 'failed').length,
    },
    outcome: 'complete',
    actions: [],
    durationMs: 3100,
    ...more,
  };
}
