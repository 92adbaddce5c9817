/** A JSON schema, or the dialect of it that the Kubernetes API speaks. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

const REFERENCE = '#/definitions/';
/** Types that the API's description calls texts, though they may be numbers. */
const NUMBERS = /Quantity$|IntOrString$/;

/** A definition with all that it refers to, so that it stands alone; strict, as the API server is when told so. */
export function bundle(definition: JsonSchema, definitions: Readonly<Record<string, JsonSchema>>): JsonSchema {
  const needed = new Map<string, JsonSchema>();
  const visit = (schema: JsonSchema): void => {
    for (const name of referencesOf(schema)) {
      if (needed.has(name)) continue;
      const target = definitions[name] as JsonSchema;
      needed.set(name, NUMBERS.test(name) ? { type: ['string', 'number'] } : closed(target));
      visit(target);
    }
  };
  visit(definition);
  return { ...closed(definition), definitions: Object.fromEntries(needed) };
}

/** The schema with every object closed that names its properties, and the API's own keywords translated. */
export function closed(schema: JsonSchema): JsonSchema {
  const walked = Object.fromEntries(
    Object.entries(schema).flatMap(([keyword, value]) =>
      keyword.startsWith('x-') || keyword === 'format' ? [] : [[keyword, walk(keyword, value)]],
    ),
  );
  if (schema['x-kubernetes-int-or-string']) return { type: ['string', 'integer'] };
  const open = schema['x-kubernetes-preserve-unknown-fields'] === true;
  const closing = schema.properties && !schema.additionalProperties && !open ? { additionalProperties: false } : {};
  const type = schema.nullable && typeof schema.type === 'string' ? { type: [schema.type, 'null'] } : {};
  return { ...walked, ...closing, ...type };
}

/** The schema of a top-level object, which has to say what it is. */
export function withNames(schema: JsonSchema, names: { group: string; version: string; kind: string }): JsonSchema {
  const apiVersion = names.group ? `${names.group}/${names.version}` : names.version;
  const properties = schema.properties as Record<string, JsonSchema>;
  const metadata = properties.metadata?.$ref ? properties.metadata : { type: 'object' };
  return {
    ...schema,
    properties: { ...properties, metadata, apiVersion: { const: apiVersion }, kind: { const: names.kind } },
    required: [...new Set([...((schema.required as string[]) ?? []), 'apiVersion', 'kind', 'metadata'])],
  };
}

function walk(keyword: string, value: unknown): unknown {
  if (keyword === 'enum' || keyword === 'required' || keyword === 'default' || keyword === 'example') return value;
  if (Array.isArray(value)) return value.map((each) => (isObject(each) ? closed(each) : each));
  if (!isObject(value)) return value;
  if (keyword !== 'properties') return closed(value);
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, closed(each as JsonSchema)]));
}

function referencesOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(referencesOf);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([keyword, each]) =>
    keyword === '$ref' && typeof each === 'string' ? [each.slice(REFERENCE.length)] : referencesOf(each),
  );
}

function isObject(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
