import type { FieldRule } from '../../handlers/contract.js';
import { elementOf, type TerraformType } from '../schema/schema.js';
import type { Shape } from './shape.js';

/** How the attributes of one type find their members: the part of a handler that concerns names. */
export interface Naming {
  readonly names?: { readonly [attribute: string]: FieldRule };
  readonly prefix?: string;
}

/** Attributes that the engine sees to; they are mapped only where a handler names a member for them. */
const ENGINE_ATTRIBUTES = new Set(['id', 'region', 'tags', 'tags_all', 'timeouts']);

/**
 * The member of a struct that an attribute stands for: by the handler's rule, by the name itself (case and underscores
 * aside), with the handler's prefix, or, for collections, by the plural or singular of it.
 *
 * @param path the attribute's dotted path, `rule.filter`.
 * @returns the member's name or a path to it; undefined when there is none.
 */
export function memberFor(path: string, type: TerraformType, shape: Shape, naming: Naming): string | undefined {
  const rule = naming.names?.[path];
  if (rule === null) return undefined;
  const named = typeof rule === 'string' ? rule : rule?.name;
  if (named !== undefined) return shape.at(named) ? named : undefined;
  const name = path.slice(path.lastIndexOf('.') + 1);
  const topLevel = name === path;
  if (topLevel && ENGINE_ATTRIBUTES.has(name)) return undefined;
  const found = shape.find(name) ?? (topLevel && naming.prefix ? shape.find(naming.prefix + name) : undefined);
  if (found || elementOf(type) === undefined) return found;
  return shape.find(plural(name)) ?? shape.find(singular(name));
}

function plural(name: string): string {
  if (/[^aeiou]y$/.test(name)) return `${name.slice(0, -1)}ies`;
  return /(s|x|ch)$/.test(name) ? `${name}es` : `${name}s`;
}

function singular(name: string): string {
  if (name.endsWith('ies')) return `${name.slice(0, -3)}y`;
  return name.endsWith('s') ? name.slice(0, -1) : name;
}

/** The two members of a `{ Key, Value }` struct, whatever they are called; undefined for other structs. */
export function pairMembers(shape: Shape | undefined): { readonly key: string; readonly value: string } | undefined {
  if (shape?.kind !== 'struct') return undefined;
  const key = shape.members.find((member) => /(key|name)$/i.test(member));
  const value = shape.members.find((member) => /value$/i.test(member));
  return key && value && shape.member(value)?.kind === 'string' ? { key, value } : undefined;
}

/** Whether a struct is CloudFront's way of writing a list: `{ Quantity, Items }`. */
export function isQuantityList(shape: Shape): boolean {
  return shape.kind === 'struct' && shape.has('Quantity');
}

/** Whether a struct only wraps one simple value: EC2's `{ Value: true }`. */
export function isValueWrapper(shape: Shape): boolean {
  return shape.kind === 'struct' && shape.members.length === 1 && shape.has('Value');
}
