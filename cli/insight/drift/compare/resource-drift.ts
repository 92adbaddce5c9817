import type { ChangeJson, PlanJson, ResourceChangeJson } from '../../../adapters/terraform/index.js';
import type { DriftedAttribute, DriftedResource, DriftKind } from '../drift-result.js';
import { equal } from '../noise/index.js';
import { blockOf, configurationChange, type StackConfiguration } from './configuration-change.js';
import { withDefaultTags } from './default-tags.js';
import { disagreements, type Leaf } from './leaves.js';

/** What a stack's drift is told by. */
export interface DriftBasis {
  readonly stack: string;
  /** A plan of what is declared now, made after asking the cloud for the real attributes. */
  readonly plan: PlanJson;
  /** What is declared now. */
  readonly now: StackConfiguration;
  /** What was applied last, all of it. @default not on record */
  readonly applied?: StackConfiguration;
}

/** What differs in a stack, told by what the state held, what the world holds and what is declared. */
export function stackDrift(basis: DriftBasis): DriftedResource[] {
  const { plan } = basis;
  const seen = new Map(managed(plan.resource_drift).map((each) => [each.address, each]));
  const planned = new Map(managed(plan.resource_changes).map((each) => [each.address, each]));
  const addresses = new Set([...planned.keys(), ...seen.keys()]);
  return [...addresses].flatMap((address) => {
    const resource = drifted(basis, address, planned.get(address), seen.get(address));
    return resource ? [resource] : [];
  });
}

/** The gravest kind. */
export function gravest(kinds: readonly DriftKind[]): DriftKind {
  return (['outside', 'code'] as const).find((kind) => kinds.includes(kind)) ?? 'noise';
}

function managed(changes: readonly ResourceChangeJson[] = []): ResourceChangeJson[] {
  return changes.filter(({ mode }) => mode !== 'data');
}

function drifted(
  basis: DriftBasis,
  address: string,
  planned: ResourceChangeJson | undefined,
  seen: ResourceChangeJson | undefined,
): DriftedResource | undefined {
  const type = (planned ?? seen)?.type ?? '';
  const actions = planned?.change.actions ?? ['no-op'];
  const physicalId = physicalName(planned?.change.before ?? seen?.change.before);
  const named = { address, type, owner: basis.stack, ...(physicalId ? { physicalId } : {}) };
  const gone = seen?.change.actions.includes('delete') ?? false;
  if (actions.length === 1 && actions[0] === 'create') {
    const known = basis.applied && blockOf(basis.applied, address) !== undefined;
    const kind = gone || known ? 'outside' : 'code';
    return { ...named, change: 'missing', kind, attributes: [] };
  }
  if (actions.includes('delete') && !actions.includes('create')) {
    return { ...named, change: 'extra', kind: 'code', attributes: [] };
  }
  if (gone) return undefined; // and declared no more: nothing is left to be done
  const leaves = disagreements(sidesOf(type, planned?.change, seen?.change));
  const attributes = leaves.flatMap((leaf) => attributesOf(basis, address, leaf));
  // What only follows from another change of the resource is no news of its own.
  const own = attributes.filter(({ unknown }) => !unknown);
  const told = own.some(({ kind }) => kind !== 'noise') ? own : attributes;
  if (told.length === 0) return undefined;
  return { ...named, change: 'changed', kind: gravest(told.map(({ kind }) => kind)), attributes: told };
}

function sidesOf(type: string, planned: ChangeJson | undefined, seen: ChangeJson | undefined) {
  const world = planned ? planned.before : seen?.after;
  return {
    type,
    ...withDefaultTags({
      state: seen ? seen.before : world,
      world,
      declared: planned ? planned.after : world,
    }),
    unknown: planned?.after_unknown,
    sensitive: [planned?.before_sensitive, planned?.after_sensitive, seen?.before_sensitive, seen?.after_sensitive],
  };
}

function attributesOf(basis: DriftBasis, address: string, leaf: Leaf): DriftedAttribute[] {
  const { path, state, world, declared, unknown, sensitive } = leaf;
  const shown = (before: unknown, after: unknown) => (sensitive ? {} : { before, after });
  const common = { path, sensitive, unknown };
  const touched = !equal(state, world);
  const plans = unknown || (!equal(world, declared) && !leaf.plannedNoise);
  const noise = (reason: string): DriftedAttribute[] => [
    { ...common, unknown: false, kind: 'noise', ...shown(leaf.plannedNoise ? declared : state, world), reason },
  ];
  const changed = () => changeOf(basis, address, leaf);
  if (!plans) {
    if (leaf.plannedNoise) return noise(leaf.plannedNoise);
    if (leaf.seenNoise) return noise(leaf.seenNoise);
    return noise(changed() === 'changed' ? DECLARED : LEFT_ALONE);
  }
  if (touched && !leaf.seenNoise) {
    const outside: DriftedAttribute = { ...common, unknown: false, kind: 'outside', ...shown(state, world) };
    const both = !unknown && !equal(state, declared) && changed() !== 'same';
    return both ? [outside, { ...common, kind: 'code', ...shown(state, declared) }] : [outside];
  }
  if (!unknown && changed() === 'same') {
    return [{ ...common, kind: 'outside', ...shown(declared, world), reason: READ_IN }];
  }
  if (unknown && changed() === 'same') {
    return [{ ...common, unknown: false, kind: 'noise', ...shown(state, world), reason: FOLLOWS }];
  }
  return [{ ...common, kind: 'code', ...(unknown ? shown(world, undefined) : shown(world, declared)) }];
}

/** Whether the declaration of an attribute is another than when it was applied. Not on record: it may be. */
function changeOf({ applied, now }: DriftBasis, address: string, { attribute }: Leaf) {
  return applied ? configurationChange(applied, now, { address, attribute }) : 'unknown';
}

const LEFT_ALONE = 'AWS sets it, or nothing declares it: a deploy leaves it as it is';
const DECLARED = 'it is declared so by now: a deploy only takes note of it';
const FOLLOWS = 'it follows from another change that a deploy makes';
const READ_IN = 'an earlier run has read it into the state';

/** The name that a cloud's trail knows a resource by. */
function physicalName(values: unknown): string | undefined {
  const { bucket, name, id, arn } = (values ?? {}) as Record<string, unknown>;
  return [id, name, bucket, arn].find((each): each is string => typeof each === 'string' && each !== '');
}
