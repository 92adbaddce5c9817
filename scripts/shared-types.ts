const LOCAL = '#/definitions/';
/** What the generator calls a type that has no name of its own: it differs from one machine to the next. */
const NAMELESS = /(def|structure|alias)-[\w-]*\d{5}/;

type Schema = object;
type Definitions = Readonly<Record<string, unknown>>;

/**
 * Types that several schemas have in common, by name. A type without a name, or with one that another has, too, is written
 * out where it is used.
 */
export class SharedTypes {
  /** Each with all that its schema defines: what stands apart means something else in another. */
  private readonly named = new Map<string, { readonly type: unknown; readonly among: Definitions }>();
  private readonly apart = new Set<string>();

  constructor(all: readonly Definitions[]) {
    for (const among of all) {
      for (const [name, type] of Object.entries(among)) {
        const known = this.named.get(name);
        const another = known !== undefined && JSON.stringify(known.type) !== JSON.stringify(type);
        if (NAMELESS.test(name) || another) this.apart.add(name);
        this.named.set(name, { type, among });
      }
    }
  }

  /** A schema whose references lead to another file. `own` has what stands apart. */
  pointTo(file: string, schema: Schema, own: Definitions | undefined): Schema {
    return this.written(schema, file, own ?? {}) as Schema;
  }

  /** All that are shared, in the order of their names. */
  definitions(): Definitions {
    const shared = [...this.named].filter(([name]) => !this.apart.has(name));
    const sorted = shared.sort(([one], [other]) => (one < other ? -1 : 1));
    return Object.fromEntries(sorted.map(([name, { type, among }]) => [name, this.written(type, '', among)]));
  }

  private written(value: unknown, file: string, own: Definitions): unknown {
    if (Array.isArray(value)) return value.map((each) => this.written(each, file, own));
    if (typeof value !== 'object' || value === null) return value;
    const { $ref, ...rest } = value as { readonly $ref?: unknown };
    if (typeof $ref !== 'string' || !$ref.startsWith(LOCAL)) {
      return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, this.written(each, file, own)]));
    }
    const name = decodeURIComponent($ref.slice(LOCAL.length));
    if (this.apart.has(name)) return { ...(this.written(own[name], file, own) as Schema), ...rest };
    return { ...rest, $ref: `${file}${$ref}` };
  }
}
