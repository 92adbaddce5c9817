import { formatPath } from '../../../kernel/diff/attribute-diff.js';
import { equal, noiseReason } from '../noise/index.js';

/** One resource as three parties see it, in the form of `terraform show -json`. */
export interface Sides {
  readonly type: string;
  /** What the state held when it was written last. */
  readonly state: unknown;
  /** What the world holds. */
  readonly world: unknown;
  /** What the configuration asks for. */
  readonly declared: unknown;
  /** Where what is asked for is only known after an apply. */
  readonly unknown: unknown;
  /** Where a value is withheld. */
  readonly sensitive: readonly unknown[];
}

/** One attribute about which the three don't agree. */
export interface Leaf {
  readonly path: string;
  /** First name of the path, which a configuration's block has as a key. */
  readonly attribute: string;
  readonly state: unknown;
  readonly world: unknown;
  readonly declared: unknown;
  readonly unknown: boolean;
  readonly sensitive: boolean;
  /** Why world and configuration mean the same, though written differently. @default they don't, or they are equal */
  readonly plannedNoise?: string;
  /** Why state and world mean the same, though written differently. @default they don't, or they are equal */
  readonly seenNoise?: string;
}

type Path = readonly (string | number)[];

/** What the three don't agree about, leaf by leaf. A list is one leaf where its elements don't stand for themselves. */
export function disagreements(sides: Sides): Leaf[] {
  return withoutEchoes(walk([], sides));
}

function walk(path: Path, sides: Sides): Leaf[] {
  const { state, world, declared, type } = sides;
  const unknown = sides.unknown === true;
  if (!unknown && isSettled(sides) && equal(state, world) && equal(world, declared)) return [];
  const sensitive = sides.sensitive.some((each) => each === true);
  const bare = path.filter((part) => typeof part === 'string').join('.');
  const seenNoise = equal(state, world) ? undefined : noiseReason({ type, path: bare, one: state, other: world });
  const settled = unknown || equal(world, declared);
  const plannedNoise = settled ? undefined : noiseReason({ type, path: bare, one: world, other: declared });
  const explained = (equal(state, world) || seenNoise) && (settled || plannedNoise) && isSettled(sides);
  const keys = unknown || sensitive || explained || path.length === 0 ? undefined : keysOf(state, world, declared);
  const parts = path.length === 0 ? rootKeys(sides) : keys;
  if (parts && parts.length > 0) return parts.flatMap((key) => walk([...path, key], child(sides, key)));
  const attribute = String(path[0]);
  const values = { state, world, declared: unknown ? undefined : declared };
  return [
    {
      path: formatPath(path),
      attribute,
      ...values,
      unknown,
      sensitive,
      ...(plannedNoise ? { plannedNoise } : {}),
      ...(seenNoise ? { seenNoise } : {}),
    },
  ];
}

/** Nothing inside is unknown. */
function isSettled({ unknown }: Sides): boolean {
  return unknown === undefined || unknown === false || !JSON.stringify(unknown).includes('true');
}

function rootKeys({ state, world, declared, unknown }: Sides): (string | number)[] {
  const keys = [state, world, declared, unknown].flatMap((each) => (isContainer(each) ? Object.keys(each) : []));
  return [...new Set(keys)];
}

/** The keys to go on with; undefined where the value is to be looked at as a whole. */
function keysOf(...values: readonly unknown[]): (string | number)[] | undefined {
  const present = values.filter((value) => value !== undefined && value !== null);
  if (present.length === 0 || !present.every(isContainer)) return undefined;
  if (present.every((value) => !Array.isArray(value)))
    return [...new Set(present.flatMap((value) => Object.keys(value)))];
  if (!present.every(Array.isArray)) return undefined;
  const lists = present as unknown[][];
  const [first] = lists;
  // Elements of a set have no place of their own; blocks that are there on every side are compared one by one.
  const alike = lists.length === values.length && lists.every((list) => list.length === first?.length);
  if (!alike || lists.some((list) => list.some((each) => !isContainer(each)))) return undefined;
  return lists.some((list) => list.length > 1) ? undefined : [...(first ?? []).keys()];
}

function child(sides: Sides, key: string | number): Sides {
  const at = (value: unknown) => (isContainer(value) ? (value as Record<string | number, unknown>)[key] : undefined);
  return {
    type: sides.type,
    state: at(sides.state),
    world: at(sides.world),
    declared: at(sides.declared),
    unknown: sides.unknown === true ? true : at(sides.unknown),
    sensitive: sides.sensitive.map((each) => (each === true ? true : at(each))),
  };
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** `tags_all` repeats `tags`, except for tags that every resource of a stack gets. */
function withoutEchoes(leaves: readonly Leaf[]): Leaf[] {
  const said = new Map(leaves.map((leaf) => [leaf.path, leaf]));
  return leaves.filter((leaf) => {
    if (leaf.attribute !== 'tags_all') return true;
    const first = said.get(leaf.path.replace('tags_all', 'tags'));
    if (first) return false;
    return !leaf.unknown;
  });
}
