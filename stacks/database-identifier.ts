import { type Environment, firstName } from '../environments/model/index.js';
import { boundedName } from '../modules/bounded-name.js';
import { ResourceNames } from './resource-names.js';

/** Identifier of a declared PostgreSQL in RDS. */
export function databaseIdentifier(environment: Environment, database: string): string {
  const first = firstName(database, environment.data?.postgres[database]);
  return boundedName(new ResourceNames(environment).of(first), 50);
}
