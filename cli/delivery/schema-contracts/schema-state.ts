import { type Environment, storesOf } from '../../../environments/model/index.js';
import type { ReleasedSchemas } from '../releases/release-record.js';

/** Versions of schemas by store: `postgres.main` → 14. */
export type SchemaVersions = ReleasedSchemas['versions'];

/** Ranges by service and store: `api` → `postgres.main` → `>=12 <15`. */
export type SchemaContracts = ReleasedSchemas['contracts'];

/** The contracts that an environment's services declare; services without one are left out. */
export function declaredContracts(environment: Environment, services: readonly string[]): SchemaContracts {
  return fromEntries(services, (service) => environment.services[service]?.schemas, environment);
}

/** What the migrations of services bring stores to, by service. */
export function declaredMigrations(
  environment: Environment,
  services: readonly string[],
): Readonly<Record<string, SchemaVersions>> {
  return fromEntries(services, (service) => environment.services[service]?.migrates, environment);
}

/** Versions that the environment's file names for stores that no service migrates. */
export function declaredVersions(environment: Environment): SchemaVersions {
  const stores = Object.entries(environment.data?.postgres ?? {});
  return Object.fromEntries(
    stores.flatMap(([name, { schemaVersion }]) =>
      schemaVersion === undefined ? [] : [[`postgres.${name}`, schemaVersion]],
    ),
  );
}

/** The higher of both for each store: migrations only go forward. */
export function highest(...all: readonly SchemaVersions[]): SchemaVersions {
  const versions: Record<string, number> = {};
  for (const [store, version] of all.flatMap((each) => Object.entries(each))) {
    versions[store] = Math.max(version, versions[store] ?? 0);
  }
  return Object.fromEntries(Object.entries(versions).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function fromEntries<T>(
  services: readonly string[],
  read: (service: string) => Readonly<Record<string, T>> | undefined,
  environment: Environment,
): Record<string, Record<string, T>> {
  return Object.fromEntries(
    services.flatMap((service) => {
      const entries = Object.entries(read(service) ?? {}).flatMap(([key, value]) =>
        storesOf(environment, key).map(({ id }) => [id, value] as const),
      );
      return entries.length > 0 ? [[service, Object.fromEntries(entries)] as const] : [];
    }),
  );
}
