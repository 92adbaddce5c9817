import { BacklotError } from '../../../modules/values/backlot-error.js';
import { VersionRange } from '../../../modules/values/version-range.js';
import type { Environment } from '../schema/environment.js';
import { schemaStores, storesOf } from '../schema-stores.js';
import { DECLARED_AT } from './declared.js';
import type { Rule, RuleProblem } from './rule.js';

/** A contract names one declared store and a range that versions are in; what a service migrates to is in its own range. */
export const serviceSchemas: Rule = (environment) =>
  Object.entries(environment.services).flatMap(([name, service]): RuleProblem[] => {
    const at = ['services', name];
    const ranges = Object.entries(service.schemas).flatMap(([key, text]): RuleProblem[] => {
      const path = [...at, 'schemas', key];
      return [...storeProblem(environment, key, path), ...rangeProblem(text, path)];
    });
    const migrations = Object.entries(service.migrates).flatMap(([key, version]): RuleProblem[] => {
      const path = [...at, 'migrates', key];
      const related = [
        [...at, 'migration'],
        [...at, 'schemas'],
      ];
      if (!service.migration) {
        const hint = `add services.${name}.migration, or take this away`;
        return [{ path, message: 'the service has no migration that could do it', hint, related }];
      }
      const own = service.schemas[key];
      const supported =
        own === undefined || rangeProblem(own, path).length > 0 || VersionRange.parse(own).includes(version);
      const message = `the service itself supports ${own}, not ${version}`;
      return [
        ...storeProblem(environment, key, path),
        ...(supported ? [] : [{ path, message, hint: `widen services.${name}.schemas.${key}`, related }]),
      ];
    });
    return [...ranges, ...migrations];
  });

function storeProblem(environment: Environment, key: string, path: readonly string[]): RuleProblem[] {
  const found = storesOf(environment, key);
  if (found.length === 1) return [];
  const stores = (found.length > 1 ? found : schemaStores(environment)).map(({ name }) => name).join(', ');
  const message =
    found.length > 1 ? `'${key}' may be any of ${stores}` : `no store with the name or kind '${key}' is declared`;
  const hint = found.length > 1 ? 'name one of them' : stores ? `declared: ${stores}` : undefined;
  return [{ path: [...path], message, hint, related: DECLARED_AT }];
}

function rangeProblem(text: string, path: readonly string[]): RuleProblem[] {
  try {
    VersionRange.parse(text);
    return [];
  } catch (error) {
    if (!(error instanceof BacklotError)) throw error;
    return [{ path: [...path], message: error.message, hint: 'write bounds that all hold, such as ">=12 <15"' }];
  }
}
