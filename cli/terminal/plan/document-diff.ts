import type { AttributeChange } from '../../kernel/diff/attribute-diff.js';

/**
 * The changes within an attribute whose text is a JSON document on both sides, such as a policy: statements by their `Sid`,
 * of lists only what was added and taken away. Nothing for what is no such document.
 */
export function documentDiff(attribute: AttributeChange): AttributeChange[] | undefined {
  const { after, before, path, sensitive, unknown } = attribute;
  if (sensitive || unknown) return undefined;
  const [was, will] = [documentOf(before), documentOf(after)];
  if (was === undefined || will === undefined) return undefined;
  const changes = within(path, was, will);
  // Written otherwise, and the same: that is all there is to say.
  return changes.length === 0 ? undefined : changes.map((change) => ({ ...attribute, ...change }));
}

/** Lists of a policy, whose order means nothing. */
const UNORDERED = /\.(Not)?(Action|Resource|Principal)(\.\w+)?$|\.Condition\./;

interface Difference {
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

function documentOf(text: unknown): object | undefined {
  if (typeof text !== 'string' || !/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as object;
  } catch {
    return undefined;
  }
}

function within(path: string, before: unknown, after: unknown): Difference[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const scalars = [before, after].every((side) => side === undefined || listOf(side)?.every(isScalar));
  if (scalars && (Array.isArray(before) || Array.isArray(after))) return listDifference(path, before, after);
  const sides = [keyed(before), keyed(after)] as const;
  const [was, will] = sides;
  if ((!was && before !== undefined) || (!will && after !== undefined) || (!was && !will)) {
    return [{ path, before, after }];
  }
  const keys = new Set([...(was ?? new Map()).keys(), ...(will ?? new Map()).keys()]);
  return [...keys].flatMap((key) => within(`${path}${key}`, was?.get(key), will?.get(key)));
}

/** What stands under a document's parts, by how each is called within it: `.Action`, `[AllowRead]`, `[0]`. */
function keyed(value: unknown): Map<string, unknown> | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!Array.isArray(value)) return new Map(Object.entries(value).map(([key, part]) => [`.${key}`, part]));
  const names = value.map((part) => {
    const { Sid, Id, ID, name } = (part ?? {}) as Readonly<Record<string, unknown>>;
    return Sid || Id || ID || name;
  });
  // Two of one name are told apart by their places.
  const unique = (name: unknown) => name && names.indexOf(name) === names.lastIndexOf(name);
  return new Map(value.map((part, index) => [`[${unique(names[index]) ? names[index] : index}]`, part]));
}

/** In a policy one text is a list of one. */
function listOf(value: unknown): unknown[] | undefined {
  if (Array.isArray(value)) return value;
  return isScalar(value) ? [value] : undefined;
}

function isScalar(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}

function listDifference(path: string, before: unknown, after: unknown): Difference[] {
  const [was, will] = [before, after].map((side) => (side === undefined ? [] : (listOf(side) ?? [])));
  const gone = was?.filter((each) => !will?.includes(each)) ?? [];
  const come = will?.filter((each) => !was?.includes(each)) ?? [];
  // What is left differs in its order, or in how often something stands there: to a command line that is a change.
  if (gone.length + come.length === 0 && JSON.stringify(was) !== JSON.stringify(will) && !UNORDERED.test(path)) {
    return [{ path, before, after }];
  }
  if (gone.length + come.length === 0) return [];
  return [{ path, before: shown(gone), after: shown(come) }];
}

function shown(values: readonly unknown[]): unknown {
  return values.length > 1 ? values : values[0];
}
