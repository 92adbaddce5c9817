import type { ApiObject, Attributes, FieldRule } from '../../handlers/contract.js';
import { elementOf, fieldsOf, type TerraformType } from '../schema/schema.js';
import { isObject, type Value, type ValueObject } from '../values/value.js';
import { isQuantityList, isValueWrapper, memberFor, type Naming, pairMembers } from './field-names.js';
import { pathSteps, type Shape } from './shape.js';

/** What an object of attributes becomes in an API's input. */
export interface ApiInput {
  readonly input: ApiObject;
  /** The top-level attributes that found a member. */
  readonly taken: ReadonlySet<string>;
}

/**
 * Turns attributes into the input of an operation, member by member of its shape.
 *
 * @param only top-level attributes to take. @default all that are not null
 * @param keepEmpty whether empty strings are sent, as an update that clears a value must. @default false
 */
export function toApi(
  state: ValueObject,
  type: TerraformType,
  shape: Shape,
  naming: Naming,
  options: { readonly only?: ReadonlySet<string>; readonly keepEmpty?: boolean } = {},
): ApiInput {
  const taken = new Set<string>();
  const input: ApiObject = {};
  for (const [name, fieldType] of Object.entries(fieldsOf(type))) {
    if (options.only && !options.only.has(name)) continue;
    const member = memberFor(name, fieldType, shape, naming);
    if (member === undefined) continue;
    taken.add(name);
    const value = state[name] ?? null;
    if (value === null || (value === '' && !options.keepEmpty)) continue;
    put(input, member, convert(value, fieldType, shape.at(member), naming, name, state), shape);
  }
  return { input, taken };
}

function convert(
  value: Value,
  type: TerraformType,
  shape: Shape | undefined,
  naming: Naming,
  path: string,
  state: ValueObject,
): unknown {
  const rule = naming.names?.[path];
  if (isTransforming(rule)) return rule.to?.(value, state as Attributes);
  if (!shape || value === null) return undefined;
  if (isValueWrapper(shape) && !isObject(value) && !Array.isArray(value)) {
    return { Value: scalar(value, shape.member('Value')) };
  }
  const element = elementOf(type);
  if (Array.isArray(value)) return fromArray(value, element ?? 'string', shape, naming, path, state);
  if (!isObject(value)) return shape.kind === 'list' ? [scalar(value, shape.element)] : scalar(value, shape);
  if (element) return fromMap(value, element, shape, naming, path);
  return shape.kind === 'list'
    ? [object(value, type, shape.element, naming, path)]
    : object(value, type, shape, naming, path);
}

function fromArray(
  values: readonly Value[],
  element: TerraformType,
  shape: Shape,
  naming: Naming,
  path: string,
  state: ValueObject,
): unknown {
  const each = (of: Shape | undefined) =>
    values
      .filter((value) => value !== null)
      .map((value) =>
        isObject(value) && !elementOf(element)
          ? object(value, element, of, naming, path)
          : convertElement(value, element, of, naming, path, state),
      );
  if (shape.kind === 'list') return each(shape.element);
  if (isQuantityList(shape)) {
    const items = each(shape.member('Items')?.element);
    return {
      ...(shape.has('Enabled') ? { Enabled: items.length > 0 } : {}),
      Quantity: items.length,
      ...(items.length > 0 ? { Items: items } : {}),
    };
  }
  // A block of at most one is a single struct in the API.
  return each(shape)[0];
}

function convertElement(
  value: Value,
  type: TerraformType,
  shape: Shape | undefined,
  naming: Naming,
  path: string,
  state: ValueObject,
): unknown {
  if (Array.isArray(value) && shape) return fromArray(value, elementOf(type) ?? 'string', shape, naming, path, state);
  if (isObject(value) && shape) return fromMap(value, elementOf(type) ?? 'string', shape, naming, path);
  return scalar(value, shape);
}

function fromMap(values: ValueObject, element: TerraformType, shape: Shape, naming: Naming, path: string): unknown {
  const entries = Object.entries(values).filter(([, value]) => value !== null);
  const pair = pairMembers(shape.element);
  if (shape.kind === 'list' && pair) {
    return entries.map(([key, value]) => ({
      [pair.key]: key,
      [pair.value]: scalar(value, shape.element?.member(pair.value)),
    }));
  }
  const of = shape.kind === 'map' ? shape.element : undefined;
  return Object.fromEntries(
    entries.map(([key, value]) => [
      key,
      isObject(value) && fieldsOf(element) ? object(value, element, of, naming, path) : scalar(value, of),
    ]),
  );
}

function object(
  value: ValueObject,
  type: TerraformType,
  shape: Shape | undefined,
  naming: Naming,
  path: string,
): ApiObject {
  const result: ApiObject = {};
  if (!shape) return result;
  for (const [name, fieldType] of Object.entries(fieldsOf(type))) {
    const inner = value[name] ?? null;
    const innerPath = `${path}.${name}`;
    const member = memberFor(innerPath, fieldType, shape, naming);
    if (member === undefined || inner === null || inner === '') continue;
    // An absent block is an empty list here; in the API it is absent.
    const into = shape.at(member);
    if (Array.isArray(inner) && inner.length === 0 && into?.kind !== 'list' && !(into && isQuantityList(into)))
      continue;
    if (Array.isArray(inner) && inner.length === 0 && isBlockList(fieldType) && into?.kind === 'list') continue;
    put(result, member, convert(inner, fieldType, into, naming, innerPath, value), shape);
  }
  return result;
}

function isBlockList(type: TerraformType): boolean {
  const element = elementOf(type);
  return Array.isArray(element) && element[0] === 'object';
}

function isTransforming(rule: FieldRule | undefined): rule is Exclude<FieldRule, string | null> {
  return typeof rule === 'object' && rule !== null && rule.to !== undefined;
}

/** Puts a value at a member or a path of members, making the structs between. */
function put(target: ApiObject, path: string, value: unknown, shape: Shape): void {
  if (value === undefined) return;
  const steps = pathSteps(path);
  let here = target;
  let form: Shape | undefined = shape;
  steps.forEach((step, index) => {
    const last = index === steps.length - 1;
    const key = step.member ?? step.index ?? 0;
    form = step.member === undefined ? form?.element : form?.member(step.member);
    if (last) here[key] = value;
    else here = here[key] ??= form?.kind === 'list' ? [] : {};
  });
}

function scalar(value: Value, shape: Shape | undefined): unknown {
  switch (shape?.kind) {
    case 'string':
      return String(value);
    case 'number':
      return Number(value);
    case 'boolean':
      return value === true || value === 'true';
    case 'timestamp':
      return new Date(String(value));
    case 'blob':
      return Buffer.from(String(value), 'utf8');
    case 'document':
      return typeof value === 'string' ? JSON.parse(value) : value;
    default:
      return value;
  }
}
