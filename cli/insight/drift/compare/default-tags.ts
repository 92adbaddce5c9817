/** A resource as state, world and declaration have it. */
export interface ThreeSides {
  readonly state: unknown;
  readonly world: unknown;
  readonly declared: unknown;
}

type Tags = Readonly<Record<string, unknown>>;

/**
 * Says of tags that every resource of a stack gets (`default_tags`) what they are on all three sides. When their declaration
 * changes, the provider tells the old ones as tags of the resource itself, which nobody put there: the state had them too,
 * under `tags_all`.
 *
 * Source: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/resource-tagging
 */
export function withDefaultTags(sides: ThreeSides): ThreeSides {
  const [all, own] = [tagsOf(sides, 'tags_all'), tagsOf(sides, 'tags')];
  const names = new Set([...Object.keys(own.state), ...Object.keys(own.world)]);
  const moved = [...names].filter(
    (name) =>
      own.state[name] !== own.world[name] && all.state[name] !== undefined && all.state[name] === all.world[name],
  );
  if (moved.length === 0) return sides;
  const filled = (side: keyof ThreeSides) => {
    const more = moved.flatMap((name) => (all[side][name] === undefined ? [] : [[name, all[side][name]] as const]));
    return { ...(sides[side] as object), tags: { ...own[side], ...Object.fromEntries(more) } };
  };
  return { state: filled('state'), world: filled('world'), declared: filled('declared') };
}

function tagsOf(sides: ThreeSides, attribute: 'tags' | 'tags_all'): Record<keyof ThreeSides, Tags> {
  const of = (side: unknown) => ((side as Record<string, unknown> | undefined | null)?.[attribute] ?? {}) as Tags;
  return { state: of(sides.state), world: of(sides.world), declared: of(sides.declared) };
}
