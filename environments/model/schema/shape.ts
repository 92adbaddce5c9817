import { z } from 'zod';
import type { Path } from '../document/path.js';

/** A schema without what only says that it may be absent, or that a single value such as `false` may stand for it. */
export function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  const wrapped = schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault;
  if (wrapped) return unwrap(schema.def.innerType);
  const map = schema instanceof z.ZodUnion && schema.def.options.find((option) => option instanceof z.ZodObject);
  return map || schema;
}

/** The schema of the value under a key or index, or undefined where none is known. */
export function childSchema(schema: z.core.$ZodType, key: string | number): z.core.$ZodType | undefined {
  const inner = unwrap(schema);
  if (inner instanceof z.ZodObject) return inner.shape[String(key)];
  if (inner instanceof z.ZodRecord) return inner.def.valueType;
  if (inner instanceof z.ZodArray) return inner.def.element;
  return undefined;
}

/** The schema at a path. */
export function schemaAt(root: z.core.$ZodType, path: Path): z.core.$ZodType | undefined {
  return path.reduce<z.core.$ZodType | undefined>((schema, key) => schema && childSchema(schema, key), root);
}

/** Keys that a map may have; undefined where the keys are names that people choose. */
export function knownKeys(schema: z.core.$ZodType | undefined): string[] | undefined {
  const inner = schema && unwrap(schema);
  return inner instanceof z.ZodObject ? Object.keys(inner.shape) : undefined;
}

/** What a schema says about itself. */
export function descriptionOf(schema: z.core.$ZodType | undefined): string | undefined {
  if (!schema) return undefined;
  const own = (schema as z.ZodType).description;
  if (own !== undefined) return own;
  const inner = unwrap(schema);
  return inner === schema ? undefined : (inner as z.ZodType).description;
}

/** Where a key of this name exists, as paths with `*` for names that people choose. */
export function pathsOfKey(root: z.core.$ZodType, wanted: string): string[] {
  const found: string[] = [];
  const walk = (schema: z.core.$ZodType, path: readonly string[]): void => {
    const inner = unwrap(schema);
    if (inner instanceof z.ZodObject) {
      for (const [key, value] of Object.entries(inner.shape)) {
        if (key === wanted) found.push([...path, key].join('.'));
        walk(value as z.core.$ZodType, [...path, key]);
      }
    } else if (inner instanceof z.ZodRecord) {
      walk(inner.def.valueType, [...path, '*']);
    } else if (inner instanceof z.ZodArray) {
      walk(inner.def.element, [...path, '*']);
    }
  };
  walk(root, []);
  return found;
}
