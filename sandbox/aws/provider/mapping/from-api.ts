import type { ApiObject, FieldRule } from '../../handlers/contract.js';
import { elementOf, fieldsOf, type TerraformType } from '../schema/schema.js';
import { closest } from '../values/closest.js';
import { isObject, isZero, type Value, type ValueObject } from '../values/value.js';
import { isQuantityList, isValueWrapper, memberFor, type Naming, pairMembers } from './field-names.js';
import { pathSteps, type Shape } from './shape.js';

/** What the conversion of one object goes by. */
interface Reading {
  readonly naming: Naming;
  readonly untold: Set<string>;
}

/** Attributes as an API described them; one that the API has no member for is not in it. */
export type Described = { [attribute: string]: Value };

/**
 * Turns a described object into attributes.
 *
 * A member that the shape has and the answer lacks is null (or empty): it was removed. An attribute that the shape has no
 * member for is left out: it is not told by this call. Inside blocks such an attribute keeps what `prior` had there.
 *
 * @param untold takes the dotted paths of such attributes inside blocks.
 */
export function fromApi(
  described: ApiObject,
  type: TerraformType,
  shape: Shape,
  naming: Naming,
  prior: ValueObject,
  untold: Set<string> = new Set(),
): Described {
  const reading: Reading = { naming, untold };
  const result: Described = {};
  for (const [name, fieldType] of Object.entries(fieldsOf(type))) {
    const value = field(described, name, fieldType, shape, reading, prior[name] ?? null);
    if (value !== undefined) result[name] = value;
  }
  return result;
}

function field(
  described: ApiObject,
  path: string,
  type: TerraformType,
  shape: Shape,
  reading: Reading,
  prior: Value,
): Value | undefined {
  const member = memberFor(path, type, shape, reading.naming);
  const rule = reading.naming.names?.[path];
  if (isTransforming(rule)) {
    const raw = member === undefined ? undefined : pick(described, member);
    return rule.from?.(raw, described) as Value | undefined;
  }
  if (member === undefined) return undefined;
  return convert(pick(described, member), type, shape.at(member), reading, path, prior);
}

function convert(
  api: unknown,
  type: TerraformType,
  shape: Shape | undefined,
  reading: Reading,
  path: string,
  prior: Value,
): Value {
  const element = elementOf(type);
  if (element && Array.isArray(type) && type[0] === 'map') return toMap(api, element, shape, reading, path, prior);
  if (element) return toArray(api, type, element, shape, reading, path, Array.isArray(prior) ? prior : []);
  if (api === undefined || api === null) return null;
  if (Array.isArray(type)) {
    const one = Array.isArray(api) ? api[0] : api;
    const of = shape?.kind === 'list' ? shape.element : shape;
    return object(one as ApiObject, type, of, reading, path, isObject(prior) ? prior : {});
  }
  if (shape && isValueWrapper(shape)) return scalar((api as ApiObject).Value, type);
  return scalar(Array.isArray(api) ? api[0] : api, type);
}

function toArray(
  api: unknown,
  type: TerraformType,
  element: TerraformType,
  shape: Shape | undefined,
  reading: Reading,
  path: string,
  prior: readonly Value[],
): Value {
  const isBlock = Array.isArray(element) && element[0] === 'object';
  const ofSet = Array.isArray(type) && type[0] === 'set';
  const [items, of] = itemsOf(api, shape);
  if (items === undefined) return isBlock ? [] : null;
  if (!isBlock) return items.map((item) => convert(item, element, of, reading, path, null));
  const single = of === shape;
  return items
    .filter(
      (item) => !single || !isEmptyStruct(item) || prior.length > 0 || Object.keys(fieldsOf(element)).length === 0,
    )
    .map((item, index) => {
      const bare = object(item as ApiObject, element, of, reading, path, {});
      const match = ofSet ? closest(bare, prior) : prior[index];
      return isObject(match ?? null)
        ? object(item as ApiObject, element, of, reading, path, match as ValueObject)
        : bare;
    });
}

/** The items of whatever form a list has in the API, and the shape of one. */
function itemsOf(api: unknown, shape: Shape | undefined): [unknown[] | undefined, Shape | undefined] {
  if (api === undefined || api === null) return [undefined, undefined];
  if (shape?.kind === 'list') return [api as unknown[], shape.element];
  if (shape && isQuantityList(shape)) {
    return [((api as ApiObject).Items as unknown[] | undefined) ?? [], shape.member('Items')?.element];
  }
  return [[api], shape];
}

function isEmptyStruct(item: unknown): boolean {
  return typeof item === 'object' && item !== null && Object.values(item).every((value) => value === undefined);
}

function toMap(
  api: unknown,
  element: TerraformType,
  shape: Shape | undefined,
  reading: Reading,
  path: string,
  prior: Value,
): Value {
  if (api === undefined || api === null) return null;
  const pair = shape?.kind === 'list' ? pairMembers(shape.element) : undefined;
  const entries = pair
    ? (api as ApiObject[]).map((item) => [String(item[pair.key]), item[pair.value]] as const)
    : Object.entries(api as ApiObject);
  const before = isObject(prior) ? prior : {};
  return Object.fromEntries(
    entries.map(([key, value]) => [
      key,
      convert(value, element, shape?.kind === 'map' ? shape.element : undefined, reading, path, before[key] ?? null),
    ]),
  );
}

function object(
  api: ApiObject,
  type: TerraformType,
  shape: Shape | undefined,
  reading: Reading,
  path: string,
  prior: ValueObject,
): ValueObject {
  const result: ValueObject = {};
  for (const [name, fieldType] of Object.entries(fieldsOf(type))) {
    const known = shape ? field(api, `${path}.${name}`, fieldType, shape, reading, prior[name] ?? null) : undefined;
    if (known === undefined && !isZero(prior[name])) reading.untold.add(`${path}.${name}`);
    result[name] = known === undefined ? (prior[name] ?? (isBlockList(fieldType) ? [] : null)) : known;
  }
  return result;
}

function isBlockList(type: TerraformType): boolean {
  const element = elementOf(type);
  return Array.isArray(element) && element[0] === 'object';
}

function isTransforming(rule: FieldRule | undefined): rule is Exclude<FieldRule, string | null> {
  return typeof rule === 'object' && rule !== null && rule.from !== undefined;
}

/** What stands at a member or path of an answer. */
function pick(described: ApiObject, path: string): unknown {
  let here: unknown = described;
  for (const step of pathSteps(path)) {
    if (here === undefined || here === null) return undefined;
    here = (here as ApiObject)[step.member ?? step.index ?? 0];
  }
  return here;
}

/** RFC 3339 without milliseconds, as the provider writes times. */
function scalar(value: unknown, type: TerraformType): Value {
  if (value === undefined || value === null) return null;
  if (type === 'number') return Number(value);
  if (type === 'bool') return value === true || value === 'true';
  if (value instanceof Date) return value.toISOString().replace(/\.\d{3}Z$/, 'Z');
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
