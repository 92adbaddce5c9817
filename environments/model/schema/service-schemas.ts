import { z } from 'zod';

const store = z
  .string()
  .regex(/^[a-z][a-z0-9-]*$/, 'must be the name of a store, or its kind: postgres, redis, queue or topic');

const version = z.number().int().min(0).max(999_999_999);

/** Versions of a store's schema that a service can work with. */
export const schemasSchema = z
  .record(store, z.string().min(1))
  .default({})
  .meta({
    description:
      'Versions of the schema that the service supports, by name of the store, or by its kind where there is one: ">=12 <15".',
    examples: [{ postgres: '>=12 <15' }],
  });

/** Versions that a service's migration brings a store's schema to. */
export const migratesSchema = z
  .record(store, version)
  .default({})
  .meta({
    description: 'Version of the schema that the migration brings a store to, by name or kind of the store.',
    examples: [{ postgres: 14 }],
  });

/** Version of a schema that something else than a service's migration brings. */
export const schemaVersionSchema = version.optional().meta({
  description: 'Version of its schema, where no service migrates it. Default: what the ledger of releases knows.',
});
