import type { KubernetesObject } from '../../../adapters/kubernetes/index.js';

/** Who set a field, as the API server keeps it. */
export interface FieldOwner {
  readonly manager: string;
  /** `Apply` or `Update`. */
  readonly operation: string;
  /** ISO 8601. @default not kept */
  readonly time?: string;
}

interface ManagedFields extends Partial<FieldOwner> {
  readonly subresource?: string;
  readonly fieldsV1?: FieldSet;
}

interface FieldSet {
  readonly [part: string]: FieldSet;
}

/** Where a field is: keys of maps, and indices of lists in the live object. */
export type FieldPath = readonly (string | number)[];

/**
 * Who owns a field of a live object, or something inside it.
 *
 * Source: https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management (FieldsV1)
 */
export function ownersOf(live: KubernetesObject, path: FieldPath): FieldOwner[] {
  return entriesOf(live)
    .filter(({ fieldsV1 }) => fieldsV1 && owns(fieldsV1, live, path))
    .map(({ manager = '', operation = '', time }) => ({ manager, operation, ...(time ? { time } : {}) }));
}

/** The leaves that managers whose name matches own. */
export function fieldsOwnedBy(live: KubernetesObject, manager: RegExp): { path: FieldPath; owner: FieldOwner }[] {
  return entriesOf(live)
    .filter((entry) => manager.test(entry.manager ?? '') && entry.subresource !== 'status')
    .flatMap(({ fieldsV1 = {}, manager: name = '', operation = '', time }) =>
      leaves(fieldsV1, live, []).map((path) => ({
        path,
        owner: { manager: name, operation, ...(time ? { time } : {}) },
      })),
    );
}

function entriesOf({ metadata }: KubernetesObject): readonly ManagedFields[] {
  return (metadata.managedFields ?? []) as readonly ManagedFields[];
}

function owns(set: FieldSet, value: unknown, path: FieldPath): boolean {
  const [key, ...rest] = path;
  if (key === undefined) return true;
  for (const [part, inner] of Object.entries(set)) {
    if (part === '.') continue;
    if (keyOf(part, value) !== key) continue;
    // A field without anything inside is owned as a whole.
    return Object.keys(inner).length === 0 || owns(inner, child(value, key), rest);
  }
  return false;
}

function leaves(set: FieldSet, value: unknown, path: FieldPath): FieldPath[] {
  return Object.entries(set).flatMap(([part, inner]) => {
    if (part === '.') return [];
    const key = keyOf(part, value);
    if (key === undefined) return [];
    const here = [...path, key];
    const own = Object.keys(inner).filter((each) => each !== '.');
    return own.length === 0 ? [here] : leaves(inner, child(value, key), here);
  });
}

/** `f:name` is a key, `k:{…}` the element of a list with these keys, `v:…` the element that is this value. */
function keyOf(part: string, value: unknown): string | number | undefined {
  const content = part.slice(2);
  if (part.startsWith('f:')) return content;
  if (!Array.isArray(value)) return undefined;
  const index = value.findIndex((element) => matches(part, content, element));
  return index === -1 ? undefined : index;
}

function matches(part: string, content: string, element: unknown): boolean {
  try {
    const wanted = JSON.parse(content) as unknown;
    if (part.startsWith('v:')) return JSON.stringify(wanted) === JSON.stringify(element);
    return Object.entries(wanted as object).every(
      ([key, each]) => (element as Record<string, unknown>)?.[key] === each,
    );
  } catch {
    return false;
  }
}

function child(value: unknown, key: string | number): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string | number, unknown>)[key] : undefined;
}
