import { declaredResources, type ResourceKind } from './rules/declared.js';
import type { Environment } from './schema/environment.js';

/** Kinds of resources whose content has a schema. */
const KINDS = ['postgres', 'redis', 'queue', 'topic'] as const satisfies readonly ResourceKind[];

/** A store whose schema services agree on. */
export interface SchemaStore {
  readonly kind: (typeof KINDS)[number];
  readonly name: string;
  /** `postgres.main`: what the ledger calls it. */
  readonly id: string;
}

/** All stores of an environment whose content has a schema. */
export function schemaStores(environment: Environment): SchemaStore[] {
  const declared = declaredResources(environment);
  return KINDS.flatMap((kind) => declared[kind].map((name) => ({ kind, name, id: `${kind}.${name}` })));
}

/** The stores that a key of a contract can mean: one of that name, else those of that kind. */
export function storesOf(environment: Environment, key: string): SchemaStore[] {
  const stores = schemaStores(environment);
  const named = stores.filter(({ name }) => name === key);
  return named.length > 0 ? named : stores.filter(({ kind }) => kind === key);
}
