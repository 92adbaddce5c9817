/** One value that a deploy would change; the values of a secret are withheld. */
export interface ValueChange {
  /** `replicas.max` */
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
  readonly sensitive: boolean;
}

/** Names of values that are withheld, wherever they stand. `secrets` itself only names where secrets are kept. */
const SENSITIVE = /(password|passwd|token|secret|credential|private_?key|api_?key)/i;
const NAMES_ONLY = /^(secrets|secretStore)(\.|\[|$)/;
/** What says who brought a version changes with every deploy. */
const IGNORED = /^release\.id$/;

/** What differs between the values of two releases, leaf by leaf. */
export function diffValues(before: unknown, after: unknown): ValueChange[] {
  const left = leaves(before);
  const right = leaves(after);
  const paths = [...new Set([...left.keys(), ...right.keys()])].sort();
  return paths
    .filter((path) => !IGNORED.test(path) && left.get(path) !== right.get(path))
    .map((path) => {
      const sensitive = !NAMES_ONLY.test(path) && SENSITIVE.test(path);
      if (sensitive) return { path, sensitive };
      return { path, before: parsed(left.get(path)), after: parsed(right.get(path)), sensitive };
    });
}

/** The values without what differs between two deploys of the same. */
export function comparable(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { release, ...rest } = values as { release?: Record<string, unknown> };
  const { id: _, ...kept } = release ?? {};
  return { ...rest, release: kept };
}

/** Leaves by path, as JSON; an empty list or map is a leaf too. */
function leaves(value: unknown, path = '', found = new Map<string, string>()): Map<string, string> {
  if (value === undefined) return found;
  const entries = value !== null && typeof value === 'object' ? Object.entries(value) : [];
  if (entries.length === 0) {
    if (path) found.set(path, JSON.stringify(value));
    return found;
  }
  for (const [key, each] of entries) {
    const inside = Array.isArray(value) ? `${path}[${key}]` : path ? `${path}.${key}` : key;
    leaves(each, inside, found);
  }
  return found;
}

function parsed(text: string | undefined): unknown {
  return text === undefined ? undefined : JSON.parse(text);
}
