import type { Environment } from '../environments/model/index.js';
import { boundedName } from '../modules/bounded-name.js';
import { ResourceNames } from './resource-names.js';

/** Identifier of a declared PostgreSQL in RDS. */
export function databaseIdentifier(environment: Environment, database: string): string {
  return boundedName(new ResourceNames(environment).of(database), 50);
}
