/** A Terraform type in its JSON form: `"string"`, `["list", "string"]`, `["object", {…}]`. */
export type TerraformType =
  | 'string'
  | 'number'
  | 'bool'
  | 'dynamic'
  | ['list' | 'set' | 'map', TerraformType]
  | ['object', { [name: string]: TerraformType }];

/** One argument or attribute. */
export interface Attribute {
  readonly type: TerraformType;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
  readonly sensitive?: boolean;
  /** Taken from the configuration at each apply, never stored. */
  readonly writeOnly?: boolean;
}

/** A block inside a block; `single` is an object, the others are arrays. */
export interface NestedBlock {
  readonly nesting: 'single' | 'list' | 'set';
  readonly block: Block;
  /** @default 0 */
  readonly minItems?: number;
  /** @default any number */
  readonly maxItems?: number;
}

export interface Block {
  readonly attributes: { readonly [name: string]: Attribute };
  readonly blocks: { readonly [name: string]: NestedBlock };
}

/** Everything that core and the engine need to know of a resource type's or data source's form. */
export interface Schema {
  readonly version: number;
  readonly block: Block;
}

/** Several schemas by type name. */
export type Schemas = { readonly [type: string]: Schema };

/** The object type that a block's values have. */
export function impliedType(block: Block): TerraformType {
  const fields: { [name: string]: TerraformType } = {};
  for (const [name, attribute] of Object.entries(block.attributes)) fields[name] = attribute.type;
  for (const [name, nested] of Object.entries(block.blocks)) {
    const inner = impliedType(nested.block);
    fields[name] = nested.nesting === 'single' ? inner : [nested.nesting, inner];
  }
  return ['object', fields];
}

/** The fields of an object type, or none. */
export function fieldsOf(type: TerraformType): { [name: string]: TerraformType } {
  return Array.isArray(type) && type[0] === 'object' ? type[1] : {};
}

/** What a list, set or map holds; undefined for other types. */
export function elementOf(type: TerraformType): TerraformType | undefined {
  return Array.isArray(type) && type[0] !== 'object' ? type[1] : undefined;
}
