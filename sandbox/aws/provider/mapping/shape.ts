import { NormalizedSchema } from '@smithy/core/schema';

/** What kind of value an API member holds. */
export type ShapeKind = 'struct' | 'list' | 'map' | 'string' | 'number' | 'boolean' | 'timestamp' | 'blob' | 'document';

/**
 * The form of one value in an AWS API, as the SDK's own runtime schemas tell it.
 *
 * It is what makes handlers short: names are matched against real members, absent members are told from unknown ones,
 * and a misspelt member of a handler fails at its first use.
 */
export class Shape {
  readonly kind: ShapeKind;
  private readonly byFolded = new Map<string, string>();
  private readonly memberShapes = new Map<string, Shape>();
  private elementShape: Shape | undefined;

  private static readonly known = new WeakMap<object, Shape>();

  private constructor(private readonly schema: NormalizedSchema) {
    this.kind = kindOf(schema);
    if (this.kind === 'struct') {
      for (const [name] of schema.structIterator()) this.byFolded.set(fold(name), name);
    }
  }

  /** The shape of an SDK schema; the same object for the same schema. */
  static of(schema: NormalizedSchema): Shape {
    const inner = schema.getSchema();
    if (typeof inner !== 'object' || inner === null) return new Shape(schema);
    const made = Shape.known.get(inner) ?? new Shape(schema);
    Shape.known.set(inner, made);
    return made;
  }

  get name(): string {
    return this.schema.getName() ?? this.kind;
  }

  /** Names of a struct's members. */
  get members(): readonly string[] {
    return [...this.byFolded.values()];
  }

  has(member: string): boolean {
    return this.kind === 'struct' && this.byFolded.get(fold(member)) === member;
  }

  /** The member whose name is the given one but for case and underscores. */
  find(name: string): string | undefined {
    return this.byFolded.get(fold(name));
  }

  /** Shape of a struct's member; undefined when it has none of that name. */
  member(name: string): Shape | undefined {
    if (!this.has(name)) return undefined;
    const made = this.memberShapes.get(name) ?? Shape.of(this.schema.getMemberSchema(name));
    this.memberShapes.set(name, made);
    return made;
  }

  /** Shape of what a list or map holds. */
  get element(): Shape | undefined {
    if (this.kind !== 'list' && this.kind !== 'map') return undefined;
    this.elementShape ??= Shape.of(this.schema.getValueSchema());
    return this.elementShape;
  }

  /** Follows a path such as `Vpcs.0` or `Rules[RuleId={id}].Name`; undefined where it leaves the shape. */
  at(path: string | undefined): Shape | undefined {
    let here: Shape | undefined = this;
    for (const { member, index, selects } of path ? pathSteps(path) : []) {
      if (member !== undefined) here = here?.kind === 'map' ? here.element : here?.member(member);
      if (index !== undefined || selects) here = here?.element;
    }
    return here;
  }
}

/** One step of a path in an answer. */
export interface PathStep {
  readonly member?: string;
  readonly index?: number;
  /** `[Member={attribute}]`: the element whose member has that value. */
  readonly selects?: { readonly member: string; readonly value: string };
}

/** Takes a path apart: `Rules[RuleId={id}].Name` is Rules, the element with that RuleId, Name. */
export function pathSteps(path: string): readonly PathStep[] {
  const steps: PathStep[] = [];
  for (const [, name, member, value] of path.matchAll(/([^.[\]]+)|\[([^=\]]+)=([^\]]*)\]/g)) {
    if (member !== undefined) steps.push({ selects: { member, value: value ?? '' } });
    else if (name !== undefined && /^\d+$/.test(name)) steps.push({ index: Number(name) });
    else if (name !== undefined) steps.push({ member: name });
  }
  return steps;
}

/** Input and output of an operation, taken from an instance of its command. */
export function operationShapes(command: object): { readonly input: Shape; readonly output: Shape } {
  const { schema } = command as { schema: readonly unknown[] };
  const [, , , , input, output] = schema;
  return {
    input: Shape.of(NormalizedSchema.of(input as never)),
    output: Shape.of(NormalizedSchema.of(output as never)),
  };
}

function fold(name: string): string {
  return name.replaceAll('_', '').toLowerCase();
}

function kindOf(schema: NormalizedSchema): ShapeKind {
  if (schema.isStructSchema() || schema.isUnitSchema()) return 'struct';
  if (schema.isListSchema()) return 'list';
  if (schema.isMapSchema()) return 'map';
  if (schema.isTimestampSchema()) return 'timestamp';
  if (schema.isBlobSchema()) return 'blob';
  if (schema.isBooleanSchema()) return 'boolean';
  if (schema.isNumericSchema() || schema.isBigIntegerSchema() || schema.isBigDecimalSchema()) return 'number';
  if (schema.isDocumentSchema()) return 'document';
  return 'string';
}
