import type { Attributes, Handler } from '../../handlers/contract.js';
import { triggersOf } from '../engine/calls.js';
import { changedAttributes } from '../engine/resource-context.js';
import { listOf, type ResourceType } from '../engine/resource-type.js';
import { isTaggable } from '../engine/tags.js';
import type { Block, NestedBlock, TerraformType } from '../schema/schema.js';
import { closest } from '../values/closest.js';
import { conform } from '../values/conform.js';
import { type Equalities, means } from '../values/equality.js';
import { isObject, isUnknown, isZero, UNKNOWN, type Value, type ValueObject } from '../values/value.js';

/** What core asks about one resource. */
export interface ChangeRequest {
  /** Null when it is to be created. */
  readonly prior: ValueObject | null;
  readonly proposed: ValueObject;
  readonly config: ValueObject;
}

export interface PlannedChange {
  readonly planned: ValueObject;
  /** Top-level attributes that make the resource be replaced. */
  readonly replace: readonly string[];
}

/** Says what the resource will look like: what is configured, what AWS will fill in, and what stays. */
export async function planChange(resource: ResourceType, request: ChangeRequest): Promise<PlannedChange> {
  const { prior, proposed, config } = request;
  const { handler, schema } = resource;
  const planned = planBlock({ handler, path: '', block: schema.block }, config, prior, proposed);
  planTopLevel(resource, planned, request);
  handler.plan?.(planned, config, prior ?? undefined);
  if (!prior) return { planned: conform(planned, schema.block), replace: [] };
  const changed = changedAttributes(resource, prior, planned);
  if (changed.size === 0) return { planned: conform(prior, schema.block), replace: [] };
  for (const name of recomputedBy(handler, changed)) if (!isConfigured(config[name])) planned[name] = UNKNOWN;
  return {
    planned: conform(planned, schema.block),
    replace: await replacing(resource, changed, prior, planned),
  };
}

interface Place {
  readonly handler: Handler;
  readonly path: string;
  readonly block: Block;
}

function planBlock(place: Place, config: ValueObject, prior: ValueObject | null, proposed: ValueObject): ValueObject {
  const planned: ValueObject = {};
  const { handler, block } = place;
  for (const [name, attribute] of Object.entries(block.attributes)) {
    const path = join(place.path, name);
    const configured = config[name] ?? null;
    const before = prior?.[name] ?? null;
    if (attribute.writeOnly) planned[name] = null;
    else if (configured !== null) {
      const same = prior !== null && isSame(configured, before, attribute.type, handler.equal ?? {}, path);
      planned[name] = same ? before : configured;
    } else if (handler.defaults && path in handler.defaults) planned[name] = handler.defaults[path] as Value;
    else if (attribute.computed || handler.optionalComputed?.includes(path)) {
      planned[name] = prior ? (proposed[name] ?? before) : UNKNOWN;
    } else planned[name] = isZero(before) ? before : null;
  }
  for (const [name, nested] of Object.entries(block.blocks)) {
    planned[name] = planNested(
      { handler, path: join(place.path, name), block: nested.block },
      nested,
      config[name] ?? null,
      prior?.[name] ?? null,
      proposed[name] ?? null,
    );
  }
  return planned;
}

/** Whether a declared value says nothing new: `false`, "" and an empty list are what an absent value is. */
function isSame(configured: Value, before: Value, type: TerraformType, equalities: Equalities, path: string): boolean {
  if (before === null && configured !== 0 && isZero(configured)) return true;
  return means(configured, before, type, equalities, path);
}

function planNested(place: Place, nested: NestedBlock, config: Value, prior: Value, proposed: Value): Value {
  if (isUnknown(config)) return UNKNOWN;
  if (nested.nesting === 'single') {
    if (!isObject(config)) return null;
    return planBlock(place, config, isObject(prior) ? prior : null, isObject(proposed) ? proposed : {});
  }
  const elements = Array.isArray(config) ? config : [];
  const before = Array.isArray(prior) ? prior : [];
  if (elements.length === 0 && place.handler.optionalComputed?.includes(place.path)) return before;
  return elements.map((element, index) => {
    if (!isObject(element)) return element;
    const match = nested.nesting === 'set' ? closest(element, before) : before[index];
    return planBlock(place, element, isObject(match ?? null) ? (match as ValueObject) : null, element);
  });
}

function planTopLevel(resource: ResourceType, planned: ValueObject, { prior, config }: ChangeRequest): void {
  const { settings } = resource.run;
  if ('region' in resource.schema.block.attributes) {
    planned.region = isConfigured(config.region) ? (config.region as Value) : (prior?.region ?? settings.region);
  }
  if (!isTaggable(resource)) return;
  const own = config.tags ?? null;
  if (isUnknown(own)) planned.tags_all = UNKNOWN;
  else planned.tags_all = { ...settings.defaultTags, ...(isObject(own) ? own : {}) };
}

function recomputedBy(handler: Handler, changed: ReadonlySet<string>): readonly string[] {
  const rule = handler.recomputed;
  if (!rule) return [];
  const real = [...changed].some((name) => name !== 'tags' && name !== 'tags_all' && !handler.local?.includes(name));
  if (Array.isArray(rule)) return real ? (rule as readonly string[]) : [];
  return Object.entries(rule as Record<string, readonly string[]>)
    .filter(([, causes]) => causes.some((cause) => changed.has(cause)))
    .map(([name]) => name);
}

async function replacing(
  resource: ResourceType,
  changed: ReadonlySet<string>,
  prior: ValueObject,
  planned: ValueObject,
): Promise<readonly string[]> {
  const { handler, schema } = resource;
  const immutable = handler.immutable ?? [];
  const taken = new Set<string>();
  for (const step of listOf(handler.update)) for (const name of await triggersOf(resource, step)) taken.add(name);
  const conditional = handler.replaceWhen?.(planned as Attributes, prior as Attributes) ?? [];
  return [...changed].filter((name) => {
    if (conditional.includes(name)) return true;
    if (['tags', 'tags_all', 'timeouts'].includes(name) || handler.local?.includes(name)) return false;
    const attribute = schema.block.attributes[name];
    if (attribute?.writeOnly) return false;
    if (isGenerated(name, prior, planned)) return false;
    // Not told by the emulator, so that an imported resource lacks it: no reason to make another.
    if (name in (handler.recordedAttributes ?? {}) && isZero(prior[name])) return false;
    if (name === 'region' || immutable.includes(name)) return true;
    const settable = !attribute || attribute.optional || attribute.required;
    if (!settable) return false;
    if (immutable.some((path) => path.startsWith(`${name}.`) && !sameAt(path, prior, planned))) return true;
    if (handler.recorded) return false;
    return !taken.has(name) && !(name in (handler.recordedAttributes ?? {}));
  });
}

/** Whether a prefix is only new to the state: the name begins with it already, as after an import. */
function isGenerated(name: string, prior: ValueObject, planned: ValueObject): boolean {
  if (!name.endsWith('_prefix') || !isZero(prior[name])) return false;
  const whole = prior[name.slice(0, -'_prefix'.length)];
  return typeof whole === 'string' && whole.startsWith(String(planned[name]));
}

function sameAt(path: string, prior: ValueObject, planned: ValueObject): boolean {
  const pick = (value: Value): string => JSON.stringify(collect(value, path.split('.')));
  return pick(prior) === pick(planned);
}

function collect(value: Value, [name, ...rest]: string[]): Value[] {
  if (name === undefined) return [isUnknown(value) ? '(unknown)' : value];
  if (Array.isArray(value)) return value.flatMap((element) => collect(element, [name, ...rest]));
  return isObject(value) ? collect(value[name] ?? null, rest) : [];
}

function isConfigured(value: Value | undefined): boolean {
  return value !== undefined && value !== null;
}

function join(path: string, name: string): string {
  return path ? `${path}.${name}` : name;
}
