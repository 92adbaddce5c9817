import type { ReleasedSchemas } from '../releases/release-record.js';
import { type BrokenContract, brokenContracts } from './check-contracts.js';
import { highest, type SchemaContracts, type SchemaVersions } from './schema-state.js';

/** What of a release's contracts a rollback would bring back. */
export interface RollbackContractsProps {
  /** Of the release that is gone back to. */
  readonly target: ReleasedSchemas | undefined;
  /** What the newest release recorded: data is not rolled back, so its versions stay. */
  readonly current: ReleasedSchemas | undefined;
  /** Versions that the environment's file names today. */
  readonly declared: SchemaVersions;
  /** Services that are rolled back. */
  readonly services: readonly string[];
}

/** Services that could not work with the schemas that there are, once they are rolled back. */
export function brokenByRollback({ target, current, declared, services }: RollbackContractsProps): BrokenContract[] {
  const versions = highest(current?.versions ?? {}, declared);
  const contracts = Object.entries(target?.contracts ?? {}).filter(([service]) => services.includes(service));
  return brokenContracts(Object.fromEntries(contracts), versions);
}

/** What a rollback records: the versions of today, the contracts of then. */
export function schemasAfterRollback({
  target,
  current,
  declared,
  services,
}: RollbackContractsProps): ReleasedSchemas | undefined {
  const versions = highest(current?.versions ?? {}, declared);
  const kept = Object.entries(current?.contracts ?? {}).filter(([service]) => !services.includes(service));
  const back = Object.entries(target?.contracts ?? {}).filter(([service]) => services.includes(service));
  const contracts: SchemaContracts = Object.fromEntries([...kept, ...back]);
  const known = Object.keys(versions).length + Object.keys(contracts).length;
  return known > 0 ? { versions, contracts } : undefined;
}
