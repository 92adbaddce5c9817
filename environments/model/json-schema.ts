import { z } from 'zod';
import { environmentSchema } from './schema/environment.js';

/** A node of a JSON Schema, as far as it is looked into here. */
export interface JsonSchema {
  type?: string | string[];
  enum?: unknown[];
  properties?: Record<string, JsonSchema>;
  additionalProperties?: JsonSchema | boolean;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  const?: unknown;
  required?: string[];
  description?: string;
  default?: unknown;
  [keyword: string]: unknown;
}

/** The JSON Schema (draft-7) of a whole environment: what is left when everything is merged. */
export function resolvedJsonSchema(): JsonSchema {
  return z.toJSONSchema(environmentSchema, { target: 'draft-7', io: 'input' }) as JsonSchema;
}

/**
 * The JSON Schema (draft-7) of one file, for editors.
 *
 * A file may leave out everything, since it may be inherited, and may say `null` to remove what is. Lists replace each
 * other as a whole, so what is in one stays complete.
 */
export function fileJsonSchema(): JsonSchema {
  const { properties, ...rest } = partial(resolvedJsonSchema());
  const names = { type: 'string', pattern: '^[\\w./-]+$' };
  const bases: JsonSchema = {
    description: 'Files that this one builds on, relative to environments/, without .yaml; later ones win.',
    examples: [['base', 'blueprints/movie-store']],
    anyOf: [names, { type: 'array', items: names }],
  };
  return { ...rest, properties: { extends: bases, ...properties } };
}

function partial(schema: JsonSchema): JsonSchema {
  const { required: _required, properties, additionalProperties, anyOf, ...rest } = schema;
  const open = typeof additionalProperties === 'object' ? removable(additionalProperties) : additionalProperties;
  return {
    ...rest,
    ...(anyOf && { anyOf: anyOf.map(partial) }),
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, removable(value)])),
    }),
    ...(open !== undefined && { additionalProperties: open }),
  };
}

function removable(schema: JsonSchema): JsonSchema {
  const inner = partial(schema);
  if (inner.anyOf) return { ...inner, anyOf: [...inner.anyOf, { type: 'null' }] };
  if (typeof inner.type !== 'string') return inner;
  return { ...inner, type: [inner.type, 'null'], ...(inner.enum && { enum: [...inner.enum, null] }) };
}
