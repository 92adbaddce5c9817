import type { Equality } from '../../handlers/contract.js';
import { elementOf, fieldsOf, type TerraformType } from '../schema/schema.js';
import { isObject, isUnknown, type Value } from './value.js';

/** Which attributes of a type compare otherwise than by value: by dotted path. */
export type Equalities = { readonly [attribute: string]: Equality };

/**
 * Whether two values of an attribute mean the same: JSON documents by what they say, sets in any order, and as the
 * handler tells for the rest. Unknown equals only unknown.
 */
export function means(left: Value, right: Value, type: TerraformType, equalities: Equalities, path: string): boolean {
  if (left === right) return true;
  if (isUnknown(left) || isUnknown(right)) return false;
  const rule = equalities[path];
  if (typeof rule === 'function' && left !== null && right !== null && rule(left, right)) return true;
  if (Array.isArray(left) && Array.isArray(right)) return sameElements(left, right, type, equalities, path);
  if (isObject(left) && isObject(right)) {
    const element = elementOf(type);
    const fields = fieldsOf(type);
    const names = new Set([...Object.keys(left), ...Object.keys(right)]);
    return [...names].every((name) =>
      means(
        left[name] ?? null,
        right[name] ?? null,
        element ?? fields[name] ?? 'string',
        equalities,
        element ? path : `${path}.${name}`,
      ),
    );
  }
  if (typeof left === 'string' && typeof right === 'string') return sameText(left, right, rule);
  // Numbers and booleans that an API writes as text.
  return left !== null && right !== null && !isObject(left) && !isObject(right) && String(left) === String(right);
}

function sameElements(
  left: readonly Value[],
  right: readonly Value[],
  type: TerraformType,
  equalities: Equalities,
  path: string,
): boolean {
  if (left.length !== right.length) return false;
  const element = elementOf(type) ?? 'string';
  const same = (one: Value, other: Value) => means(one, other, element, equalities, path);
  const ordered = !(Array.isArray(type) && type[0] === 'set') && equalities[path] !== 'any-order';
  if (ordered) return left.every((value, index) => same(value, right[index] ?? null));
  const open = [...right];
  return left.every((value) => {
    const at = open.findIndex((candidate) => same(value, candidate));
    if (at >= 0) open.splice(at, 1);
    return at >= 0;
  });
}

function sameText(left: string, right: string, rule: Equality | undefined): boolean {
  if (rule === 'ignore-case') return left.toLowerCase() === right.toLowerCase();
  if (rule === 'ignore-trailing-dot') return left.replace(/\.$/, '') === right.replace(/\.$/, '');
  return looksLikeJson(left) && looksLikeJson(right) && sameJson(left, right);
}

function looksLikeJson(text: string): boolean {
  return /^\s*[[{]/.test(text);
}

function sameJson(left: string, right: string): boolean {
  try {
    return canonical(JSON.parse(left)) === canonical(JSON.parse(right));
  } catch {
    // Not JSON after all: two different texts.
    return false;
  }
}

/**
 * A spelling that documents of the same meaning share: keys sorted, lists sorted, a list of one like its element. IAM
 * treats policies so; for other documents the order inside lists is kept.
 */
function canonical(document: unknown): string {
  const isPolicy = typeof document === 'object' && document !== null && 'Statement' in document;
  return JSON.stringify(sorted(document, isPolicy));
}

function sorted(value: unknown, asPolicy: boolean): unknown {
  if (Array.isArray(value)) {
    const inner = value.map((element) => sorted(element, asPolicy));
    if (!asPolicy) return inner;
    if (inner.length === 1) return inner[0];
    return inner.map((element) => JSON.stringify(element)).sort();
  }
  if (typeof value !== 'object' || value === null) return asPolicy ? accountPrincipal(value) : value;
  const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner, asPolicy)]));
}

/** IAM turns an account id into the ARN of its root; booleans in conditions into text. */
function accountPrincipal(value: unknown): unknown {
  if (typeof value === 'boolean' || typeof value === 'number') return String(value);
  return typeof value === 'string' ? value.replace(/^arn:aws[\w-]*:iam::(\d{12}):root$/, '$1') : value;
}
