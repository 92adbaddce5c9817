import { CACHE_VERSIONS, RETIRED_CACHE_VERSIONS, TABLES_FROM } from '../aws/engine-versions.js';
import type { Rule } from './rule.js';

/** ElastiCache offers the version of the engine, with users that sign in by IAM. */
export const cacheVersion: Rule = ({ data }) =>
  Object.entries(data?.redis ?? {}).flatMap(([name, { engine, version }]) => {
    const offered = CACHE_VERSIONS[engine];
    if (offered.includes(version)) return [];
    const path = ['data', 'redis', name];
    const retired = engine === 'redis' && RETIRED_CACHE_VERSIONS.includes(version);
    const message = retired
      ? `${engine} ${version} cannot sign users in with IAM, which needs ${offered[0]}`
      : `ElastiCache does not offer ${engine} ${version}`;
    const hint = `accepted: ${offered.join(', ')} (table of ${TABLES_FROM})`;
    return [{ path: [...path, 'version'], message, hint, related: [[...path, 'engine']] }];
  });
