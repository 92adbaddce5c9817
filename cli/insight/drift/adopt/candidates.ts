import type { Environment } from '../../../../environments/model/index.js';
import { equal } from '../noise/index.js';

/** An edit that may make the declaration follow the world. */
export interface Candidate {
  readonly path: readonly (string | number)[];
  readonly before: unknown;
  /** Undefined: the key is taken away. */
  readonly after: unknown;
}

/** What is to be followed. */
export interface Wish {
  readonly address: string;
  /** Of the attribute: `tags.owner`, `instance_class`. */
  readonly path: string;
  /** As it was applied. */
  readonly before: unknown;
  /** As it is in the world. */
  readonly after: unknown;
}

/**
 * Edits of an environment that could lead to a wished attribute, the likeliest first. Each is only a guess: synthesis tells
 * whether it is right.
 */
export function candidatesFor(environment: Environment, wish: Wish): Candidate[] {
  const { id: _, ...document } = environment;
  const found = valuesOf(document, []).flatMap(({ path, value }) =>
    guesses(value, wish, path).map((after): Candidate => ({ path, before: value, after: after.value })),
  );
  const added = additions(document, wish);
  const wanted = words(`${wish.address} ${wish.path}`);
  const score = ({ path }: Candidate) => words(path.join(' ')).filter((word) => wanted.includes(word)).length;
  return [...found, ...added]
    .filter(({ before, after }) => !equal(before, after))
    .map((candidate) => ({ candidate, score: score(candidate) }))
    .sort((a, b) => b.score - a.score)
    .map(({ candidate }) => candidate);
}

/** What a value of the document would have to become, if the attribute were made of it. */
function guesses(
  value: unknown,
  { before, after, path: attribute }: Wish,
  path: Candidate['path'],
): { value: unknown }[] {
  if (Array.isArray(value)) return Array.isArray(before) && Array.isArray(after) ? listGuess(value, before, after) : [];
  if (typeof value === 'object') return [];
  if (after === undefined || after === null) {
    const named = String(path.at(-1)) === lastName(attribute);
    return named && String(value) === String(before) ? [{ value: undefined }] : [];
  }
  if (typeof value === 'boolean') return toggles(before, after) ? [{ value: !value }] : [];
  if (String(value) === String(before)) return [{ value: typeof value === 'number' ? numberOr(after) : after }];
  return typeof value === 'number' || typeof before === 'number'
    ? scaled(value, before, after)
    : inside(value, before, after);
}

/** The same number in another unit: GiB and bytes, days and seconds. */
function scaled(value: unknown, before: unknown, after: unknown): { value: unknown }[] {
  const [, digits, unit] = /^(\d+(?:\.\d+)?)([a-zA-Z]*)$/.exec(String(value)) ?? [];
  const [from, to] = [Number(before), Number(after)];
  if (digits === undefined || !(from > 0) || !Number.isFinite(to)) return [];
  const next = (Number(digits) * to) / from;
  if (!Number.isInteger(next)) return [];
  return [{ value: typeof value === 'number' ? next : `${next}${unit}` }];
}

/** A text that the attribute was made around: `rate(5 minutes)` of `5 minutes`. */
function inside(value: unknown, before: unknown, after: unknown): { value: unknown }[] {
  if (typeof value !== 'string' || value.length < 3 || typeof before !== 'string' || typeof after !== 'string')
    return [];
  const at = before.indexOf(value);
  if (at === -1) return [];
  const [head, tail] = [before.slice(0, at), before.slice(at + value.length)];
  const fits = after.startsWith(head) && after.endsWith(tail) && after.length > head.length + tail.length;
  return fits ? [{ value: after.slice(head.length, after.length - tail.length) }] : [];
}

/** The same elements taken away and added. */
function listGuess(
  value: readonly unknown[],
  before: readonly unknown[],
  after: readonly unknown[],
): { value: unknown }[] {
  const has = (list: readonly unknown[], element: unknown) => list.some((each) => equal(each, element));
  const gone = before.filter((each) => !has(after, each));
  const come = after.filter((each) => !has(before, each));
  const related = value.some((each) => has(before, each)) && gone.every((each) => has(value, each));
  return related ? [{ value: [...value.filter((each) => !has(gone, each)), ...come] }] : [];
}

/** A key that the world has and the document doesn't, in a map of the same name: a tag. */
function additions(document: object, { path, before, after }: Wish): Candidate[] {
  const key = lastName(path);
  const parent = lastName(path.slice(0, Math.max(0, path.length - key.length - 1)));
  if (before !== undefined && before !== null) return [];
  if (typeof after !== 'string' || parent === '') return [];
  return mapsOf(document, [])
    .filter(({ path: at, value }) => at.at(-1) === parent && !(key in value))
    .map(({ path: at }) => ({ path: [...at, key], before: undefined, after }));
}

/** Pairs of words that stand for on and off. */
function toggles(before: unknown, after: unknown): boolean {
  const states = [before, after].map((value) => SWITCH[String(value).toLowerCase()]);
  return states[0] !== undefined && states[1] !== undefined && states[0] !== states[1];
}

const SWITCH: Readonly<Record<string, boolean>> = {
  true: true,
  enabled: true,
  enable: true,
  on: true,
  active: true,
  false: false,
  disabled: false,
  disable: false,
  off: false,
  suspended: false,
  passthrough: false,
};

interface Placed<T> {
  readonly path: readonly (string | number)[];
  readonly value: T;
}

function valuesOf(value: unknown, path: Placed<unknown>['path']): Placed<unknown>[] {
  if (value === undefined || value === null) return [];
  if (typeof value !== 'object') return [{ path, value }];
  const own = Array.isArray(value) ? [{ path, value }] : [];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [...own, ...entries.flatMap(([key, each]) => valuesOf(each, [...path, key]))];
}

function mapsOf(value: unknown, path: Placed<unknown>['path']): Placed<object>[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return [{ path, value }, ...Object.entries(value).flatMap(([key, each]) => mapsOf(each, [...path, key]))];
}

/** `owner` of `tags.owner` and of `tags["owner"]`. */
function lastName(path: string): string {
  const quoted = /\["((?:[^"\\]|\\.)*)"\]$/.exec(path)?.[1];
  return quoted ?? path.slice(path.lastIndexOf('.') + 1).replace(/\[\d+\]$/, '');
}

function numberOr(value: unknown): unknown {
  const number = Number(value);
  return Number.isNaN(number) ? value : number;
}

function words(text: string): string[] {
  return text
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word.length > 1);
}
