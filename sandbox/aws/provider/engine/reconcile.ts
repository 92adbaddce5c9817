import type { Handler } from '../../handlers/contract.js';
import { fieldsOf } from '../schema/schema.js';
import { closest } from '../values/closest.js';
import { conform } from '../values/conform.js';
import { means } from '../values/equality.js';
import { isObject, isUnknown, isZero, type Value, type ValueObject, withoutUnknown } from '../values/value.js';
import type { Sight } from './read.js';
import type { ResourceType } from './resource-type.js';

/**
 * The state after looking: what the API told, in the spelling of `base` where that means the same, and `base` for what
 * the API does not tell.
 */
export function reconcile(resource: ResourceType, base: ValueObject, sight: Sight, region: string): ValueObject {
  const { handler, schema } = resource;
  const state: ValueObject = {};
  for (const [name, type] of Object.entries(fieldsOf(resource.type))) {
    const before = withoutUnknown(base[name] ?? null);
    const told = sight.attributes[name] as Value | undefined;
    const attribute = schema.block.attributes[name];
    if (attribute?.writeOnly) state[name] = null;
    else if (told === undefined || handler.local?.includes(name)) state[name] = before;
    else if (name in (handler.recordedAttributes ?? {})) {
      // What a handler makes up where nothing is declared, such as a default of AWS.
      state[name] = before ?? (name in (handler.computed ?? {}) ? told : null);
    } else if (means(told, before, type, handler.equal ?? {}, name)) state[name] = before;
    else if (attribute && !attribute.optional && !attribute.required) state[name] = told;
    else state[name] = softened(overlay(told, before, handler, name), before, handler, name);
  }
  if ('region' in schema.block.attributes) state.region = base.region && !isUnknown(base.region) ? base.region : region;
  return conform(state, schema.block);
}

/** Puts recorded attributes inside blocks back. */
function overlay(told: Value, before: Value, handler: Handler, path: string): Value {
  const inside = Object.keys(handler.recordedAttributes ?? {}).filter((each) => each.startsWith(`${path}.`));
  if (inside.length === 0) return told;
  if (Array.isArray(told)) {
    const olds = Array.isArray(before) ? before : [];
    return told.map((element, index) =>
      overlay(element, isObject(element) ? (closest(element, olds) ?? olds[index] ?? null) : null, handler, path),
    );
  }
  // A block that is new here has nothing to put back: what the API says of it is the best there is.
  if (!isObject(told) || !isObject(before)) return told;
  const result: ValueObject = { ...told };
  const old = before;
  const names = new Set([
    ...Object.keys(told),
    ...inside.map((each) => each.slice(path.length + 1).split('.')[0] ?? ''),
  ]);
  for (const name of names) {
    const inner = `${path}.${name}`;
    if (handler.recordedAttributes && inner in handler.recordedAttributes)
      result[name] = old[name] ?? told[name] ?? null;
    else result[name] = overlay(told[name] ?? null, old[name] ?? null, handler, inner);
  }
  return result;
}

/** Nothing configured and nothing there are the same thing, however each side writes nothing. */
function softened(told: Value, before: Value, handler: Handler, path: string): Value {
  if (isZero(told) && isZero(before) && !(typeof told === 'boolean' && typeof before === 'boolean')) {
    return before === null && told !== null && handler.defaults && path in handler.defaults ? told : before;
  }
  if (Array.isArray(told) && Array.isArray(before)) {
    const objects = told.every(isObject);
    if (!objects) return told;
    return told.map((element, index) => {
      const match = before[index] ?? null;
      return softened(element, isObject(match) ? match : null, handler, path);
    });
  }
  if (isObject(told) && isObject(before)) {
    return Object.fromEntries(
      Object.entries(told).map(([name, value]) => [
        name,
        softened(value, before[name] ?? null, handler, `${path}.${name}`),
      ]),
    );
  }
  return told;
}
