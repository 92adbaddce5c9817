import { parseQuantity } from '../../../../modules/values/quantity.js';
import type { KubernetesObject } from '../../../adapters/kubernetes/index.js';
import { equal } from '../noise/index.js';
import type { FieldPath } from './field-owners.js';

/** A field that an object should have with another value. */
export interface FieldDifference {
  /** In the live object; for an element that is missing there, in the wanted one. */
  readonly path: FieldPath;
  readonly wanted: unknown;
  readonly live: unknown;
}

/** The fields of `wanted` that the live object doesn't have so. What the server or others add is left out. */
export function objectDifference(wanted: KubernetesObject, live: KubernetesObject): FieldDifference[] {
  const { status: _, ...fields } = wanted;
  return Object.entries(fields)
    .filter(([key]) => key !== 'apiVersion' && key !== 'kind')
    .flatMap(([key, value]) => compare([key], value, live[key]))
    .filter(({ path }) => path.join('.') !== 'metadata.namespace' && path.join('.') !== 'metadata.creationTimestamp');
}

function compare(path: FieldPath, wanted: unknown, live: unknown): FieldDifference[] {
  if (wanted === null || wanted === undefined || equal(wanted, live) || isSame(wanted, live)) return [];
  if (Array.isArray(wanted) && Array.isArray(live)) return compareLists(path, wanted, live);
  if (isMap(wanted) && isMap(live)) {
    return Object.entries(wanted).flatMap(([key, each]) => compare([...path, key], each, live[key]));
  }
  // The server leaves out what is empty.
  if (isEmpty(wanted) && (live === undefined || isEmpty(live))) return [];
  return [{ path, wanted, live }];
}

/** Lists whose elements have names are maps to the API; others are looked at as a whole, or in their order. */
function compareLists(path: FieldPath, wanted: readonly unknown[], live: readonly unknown[]): FieldDifference[] {
  const key = NAMES.find((name) => wanted.every((each) => isMap(each) && each[name] !== undefined));
  if (key) {
    return wanted.flatMap((each) => {
      const index = live.findIndex((other) => isMap(other) && equal(other[key], (each as Map)[key]));
      return index === -1
        ? [{ path: [...path, live.length], wanted: each, live: undefined }]
        : compare([...path, index], each, live[index]);
    });
  }
  if (wanted.length === live.length && wanted.every(isMap)) {
    return wanted.flatMap((each, index) => compare([...path, index], each, live[index]));
  }
  return [{ path, wanted, live }];
}

type Map = Readonly<Record<string, unknown>>;

/** Keys that elements of lists are told apart by, as the API's own lists are. */
const NAMES = ['name', 'containerPort', 'mountPath', 'topologyKey', 'ip'] as const;

/** Quantities and numbers that the server writes in another way. */
function isSame(wanted: unknown, live: unknown): boolean {
  if (isMap(wanted) || isMap(live) || Array.isArray(wanted) || Array.isArray(live)) return false;
  if (live === undefined) return wanted === false || wanted === 0 || wanted === '';
  if (String(wanted) === String(live)) return true;
  const [one, other] = [parseQuantity(String(wanted)), parseQuantity(String(live))];
  return one !== undefined && one === other;
}

function isMap(value: unknown): value is Map {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isEmpty(value: unknown): boolean {
  return value === '' || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);
}
