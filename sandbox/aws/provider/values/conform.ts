import type { Block } from '../schema/schema.js';
import { elementOf, fieldsOf, impliedType, type TerraformType } from '../schema/schema.js';
import { isObject, isUnknown, type Value, type ValueObject } from './value.js';

/**
 * Completes an object to the exact form that a schema asks for: every attribute is there, absent blocks are empty lists,
 * what the schema does not know is dropped. Core refuses anything else.
 */
export function conform(value: { readonly [name: string]: unknown }, block: Block): ValueObject {
  return withEmptyBlocks(conformTo(value as Value, impliedType(block)) as ValueObject, block);
}

function conformTo(value: Value | undefined, type: TerraformType): Value {
  if (value === undefined || value === null) return null;
  if (isUnknown(value)) return value;
  if (type === 'string') return typeof value === 'object' ? JSON.stringify(value) : String(value);
  if (type === 'number') return typeof value === 'number' ? value : Number(value);
  if (type === 'bool') return value === true || value === 'true';
  if (type === 'dynamic') return value;
  const element = elementOf(type);
  if (element && type[0] === 'map') {
    if (!isObject(value)) return null;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, conformTo(inner, element)]));
  }
  if (element) return (Array.isArray(value) ? value : [value]).map((inner) => conformTo(inner, element));
  if (!isObject(value)) return null;
  const object: ValueObject = {};
  for (const [name, fieldType] of Object.entries(fieldsOf(type))) {
    object[name] = conformTo(value[name], fieldType);
  }
  return object;
}

/** Fills the empty lists of absent blocks; attributes keep null. */
function withEmptyBlocks(value: ValueObject, block: Block): ValueObject {
  const result: ValueObject = { ...value };
  for (const [name, nested] of Object.entries(block.blocks)) {
    const inner = result[name] ?? null;
    if (nested.nesting === 'single') {
      if (isObject(inner)) result[name] = withEmptyBlocks(inner, nested.block);
    } else if (inner === null) result[name] = [];
    else if (Array.isArray(inner)) {
      result[name] = inner.map((element) => (isObject(element) ? withEmptyBlocks(element, nested.block) : element));
    }
  }
  return result;
}
