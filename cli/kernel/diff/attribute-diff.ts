/** One attribute before and after; both are `undefined` when it is sensitive. */
export interface AttributeChange {
  /** As in HCL: `tags.owner`, `rule[0].enabled`. */
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
  /** The value is only known after the apply. */
  readonly unknown: boolean;
  /** The values are withheld. */
  readonly sensitive: boolean;
  /** This attribute makes the resource be replaced. */
  readonly forcesReplacement: boolean;
}

/** Both sides of a change, in the words of `terraform show -json`. */
export interface ChangedSides {
  readonly before?: unknown;
  readonly after?: unknown;
  /** `true`, or an object of the same shape as `after`, where a value is only known after the apply. */
  readonly after_unknown?: unknown;
  readonly before_sensitive?: unknown;
  readonly after_sensitive?: unknown;
  /** Paths of what makes the resource be replaced. */
  readonly replace_paths?: readonly (readonly (string | number)[])[];
}

type Path = readonly (string | number)[];

/** What differs between before and after, leaf by leaf; the value of a sensitive leaf is withheld. */
export function attributeDiff(change: ChangedSides): AttributeChange[] {
  const replacing = (change.replace_paths ?? []).map(formatPath);
  const leaves = compare([], {
    before: change.before,
    after: change.after,
    unknown: change.after_unknown,
    sensitiveBefore: change.before_sensitive,
    sensitiveAfter: change.after_sensitive,
  });
  return withoutEchoes(leaves).map((leaf) => ({
    ...leaf,
    forcesReplacement: replacing.some((path) => leaf.path === path || startsInside(leaf.path, path)),
  }));
}

/** `tags.owner`, `rule[0].enabled`, `labels["a/b"]`. */
export function formatPath(path: Path): string {
  return path
    .map((part, index) => {
      if (typeof part === 'number') return `[${part}]`;
      if (!/^[\w-]+$/.test(part)) return `[${JSON.stringify(part)}]`;
      return index === 0 ? part : `.${part}`;
    })
    .join('');
}

type Leaf = Omit<AttributeChange, 'forcesReplacement'>;

interface Sides {
  readonly before: unknown;
  readonly after: unknown;
  readonly unknown: unknown;
  readonly sensitiveBefore: unknown;
  readonly sensitiveAfter: unknown;
}

function compare(path: Path, sides: Sides): Leaf[] {
  const { before, after } = sides;
  if (sides.sensitiveBefore === true || sides.sensitiveAfter === true) {
    const differs = sides.unknown === true || !same(before, after);
    return differs ? [{ path: formatPath(path), unknown: sides.unknown === true, sensitive: true }] : [];
  }
  if (sides.unknown === true) return [{ path: formatPath(path), before, unknown: true, sensitive: false }];
  if (isContainer(before) || isContainer(after)) {
    const keys = keysOf(before, after, sides.unknown);
    if (keys.length > 0 && (isContainer(before) || before == null) && (isContainer(after) || after == null)) {
      return keys.flatMap((key) =>
        compare([...path, key], {
          before: child(before, key),
          after: child(after, key),
          unknown: child(sides.unknown, key),
          sensitiveBefore: child(sides.sensitiveBefore, key),
          sensitiveAfter: child(sides.sensitiveAfter, key),
        }),
      );
    }
  }
  return same(before, after) ? [] : [{ path: formatPath(path), before, after, unknown: false, sensitive: false }];
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function keysOf(...values: readonly unknown[]): (string | number)[] {
  if (values.some(Array.isArray)) {
    const length = Math.max(...values.map((value) => (Array.isArray(value) ? value.length : 0)));
    return Array.from({ length }, (_, index) => index);
  }
  return [...new Set(values.filter(isContainer).flatMap((value) => Object.keys(value)))];
}

function child(value: unknown, key: string | number): unknown {
  return isContainer(value) ? (value as Record<string | number, unknown>)[key] : undefined;
}

/** Nothing, in any of the ways that Terraform and providers write it. */
function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}

/** `tags_all` repeats `tags`, except for tags that every resource of a stack gets: one line says it. */
function withoutEchoes(leaves: readonly Leaf[]): Leaf[] {
  const said = new Map(leaves.map((leaf) => [leaf.path, leaf]));
  return leaves.filter((leaf) => {
    const first = leaf.path.startsWith('tags_all') ? said.get(leaf.path.replace('tags_all', 'tags')) : undefined;
    return !(first && same(first.before, leaf.before) && same(first.after, leaf.after));
  });
}

function startsInside(path: string, parent: string): boolean {
  return parent !== '' && path.startsWith(parent) && /^[.[]/.test(path.slice(parent.length));
}
