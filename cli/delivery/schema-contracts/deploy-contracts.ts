import type { Environment } from '../../../environments/model/index.js';
import type { ReleasedSchemas } from '../releases/release-record.js';
import type { ServiceDeployment } from '../services/service-deployment.js';
import { brokenContracts, contractBroken, contractText } from './check-contracts.js';
import {
  declaredContracts,
  declaredMigrations,
  declaredVersions,
  highest,
  type SchemaContracts,
  type SchemaVersions,
} from './schema-state.js';

/** What a deploy is about to do, as far as schemas go. */
export interface DeployContractsProps {
  readonly environment: Environment;
  /** Services that are deployed. */
  readonly deploying: readonly string[];
  /** What the newest release recorded. @default nothing is known */
  readonly recorded?: ReleasedSchemas;
  /** Services that run and are not deployed. */
  readonly staying: readonly string[];
}

/** What holds once a deploy is done. */
export interface DeployContracts {
  /** Before it. */
  readonly versions: SchemaVersions;
  /** What each deployed service's migration brings. */
  readonly migrations: Readonly<Record<string, SchemaVersions>>;
  readonly contracts: SchemaContracts;
  /** Worth a warning: the version that is replaced doesn't support what comes while it still serves. */
  readonly warnings: readonly string[];
}

/**
 * Makes sure that every service that runs after a deploy supports the schemas that there are then: those that are deployed
 * by what they declare, the others by what was recorded when they were.
 *
 * @throws BacklotError `SchemaContractBroken` naming services, stores and versions.
 */
export function checkDeploy({ environment, deploying, recorded, staying }: DeployContractsProps): DeployContracts {
  const migrations = declaredMigrations(environment, deploying);
  const versions = highest(recorded?.versions ?? {}, declaredVersions(environment));
  const after = highest(versions, ...Object.values(migrations));
  const kept = pick(recorded?.contracts ?? {}, staying);
  const contracts = { ...kept, ...declaredContracts(environment, deploying) };
  const broken = brokenContracts(contracts, after);
  if (broken.length > 0) {
    const migrating = Object.entries(migrations).flatMap(([service, stores]) =>
      Object.entries(stores).flatMap(([store, version]) =>
        broken.some((each) => each.store === store && version > (versions[store] ?? -1)) ? [service] : [],
      ),
    );
    const what =
      migrating.length > 0
        ? `the migration of ${migrating.join(', ')} goes further than others support`
        : 'services do not support the schema';
    const hints = broken.map(
      ({ service, store, version }) =>
        `deploy a version of ${service} that supports ${store} ${version} first, and declare it in services.${service}.schemas`,
    );
    throw contractBroken(what, broken, { hints, actions: [`backlot releases show ${environment.id}`] });
  }
  const replaced = brokenContracts(pick(recorded?.contracts ?? {}, deploying), after);
  const warnings = replaced.map(
    (each) => `the version of ${each.service} that runs serves on until it is replaced: ${contractText(each)} then`,
  );
  return { versions, migrations, contracts, warnings };
}

/** What a release records of schemas; a migration counts unless its service was never started, or the migration failed. */
export function releasedSchemas(
  { versions, migrations, contracts }: DeployContracts,
  services: readonly ServiceDeployment[],
  before: ReleasedSchemas | undefined,
): ReleasedSchemas | undefined {
  const done = new Map(services.map((service) => [service.service, service]));
  const migrated = (service: string) => {
    const { status, error, values } = done.get(service) ?? {};
    return status !== undefined && status !== 'skipped' && error?.code !== 'HookFailed' && values !== undefined;
  };
  const reached = Object.entries(migrations).flatMap(([service, stores]) => (migrated(service) ? [stores] : []));
  const running = Object.entries(contracts).flatMap(([service, stores]) => {
    const deployment = done.get(service);
    if (deployment?.status === 'removed') return [];
    // What failed or was given up: the version before serves on.
    const failed = deployment !== undefined && ['failed', 'aborted', 'skipped'].includes(deployment.status);
    const kept = failed || deployment?.servingImage !== undefined ? before?.contracts[service] : stores;
    return kept ? [[service, kept] as const] : [];
  });
  const schemas = { versions: highest(versions, ...reached), contracts: Object.fromEntries(running) };
  return Object.keys(schemas.versions).length + running.length > 0 ? schemas : undefined;
}

function pick(contracts: SchemaContracts, services: readonly string[]): SchemaContracts {
  return Object.fromEntries(Object.entries(contracts).filter(([service]) => services.includes(service)));
}
