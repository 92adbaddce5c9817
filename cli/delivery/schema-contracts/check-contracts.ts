import { BacklotError, type BacklotErrorProps } from '../../../modules/values/backlot-error.js';
import { VersionRange } from '../../../modules/values/version-range.js';
import type { SchemaContracts, SchemaVersions } from './schema-state.js';

/** A service that cannot work with the schema that a store has, or is about to have. */
export interface BrokenContract {
  readonly service: string;
  /** `postgres.main` */
  readonly store: string;
  /** What the service supports. */
  readonly supports: string;
  readonly version: number;
}

/** Contracts that don't hold. A store whose version nobody has recorded breaks none. */
export function brokenContracts(contracts: SchemaContracts, versions: SchemaVersions): BrokenContract[] {
  return Object.entries(contracts).flatMap(([service, stores]) =>
    Object.entries(stores).flatMap(([store, supports]) => {
      const version = versions[store];
      const holds = version === undefined || VersionRange.parse(supports).includes(version);
      return holds ? [] : [{ service, store, supports, version }];
    }),
  );
}

/** One broken contract in words: `api supports postgres.main >=12 <15, but it is at 15`. */
export function contractText({ service, store, supports, version }: BrokenContract): string {
  return `${service} supports ${store} ${supports}, but it is at ${version}`;
}

/** The error of contracts that a deploy or a rollback would break. */
export function contractBroken(
  what: string,
  broken: readonly BrokenContract[],
  advice: Pick<BacklotErrorProps, 'actions' | 'hints'>,
): BacklotError {
  return new BacklotError({
    code: 'SchemaContractBroken',
    message: `${what}: ${broken.map(contractText).join('; ')}; nothing was changed`,
    ...advice,
    details: { contracts: broken },
  });
}
