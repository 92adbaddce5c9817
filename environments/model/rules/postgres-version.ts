import { POSTGRES_MAJORS, RETIRED_POSTGRES_MAJORS, TABLES_FROM } from '../aws/engine-versions.js';
import type { Rule } from './rule.js';

/** RDS offers the version of PostgreSQL, in standard support. */
export const postgresVersion: Rule = ({ data }) =>
  Object.entries(data?.postgres ?? {}).flatMap(([name, { version }]) => {
    const problem = versionProblem(version);
    return problem ? [{ path: ['data', 'postgres', name, 'version'], ...problem }] : [];
  });

function versionProblem(version: string): { message: string; hint: string } | undefined {
  const offered = `accepted: ${Object.keys(POSTGRES_MAJORS).join(', ')} (table of ${TABLES_FROM})`;
  const [, major = '', minor] = /^(\d+)(?:\.(\d+))?$/.exec(version) ?? [];
  const known = POSTGRES_MAJORS[major];
  if (major === '') return { message: `'${version}' is no version of PostgreSQL`, hint: 'write "17" or "17.10"' };
  const ended = RETIRED_POSTGRES_MAJORS[major];
  if (ended) return { message: `RDS ended standard support for PostgreSQL ${major} on ${ended}`, hint: offered };
  if (!known) return { message: `RDS does not offer PostgreSQL ${major}`, hint: offered };
  if (minor === undefined) return undefined;
  const range = `${major}.${known.oldestMinor} to ${major}.${known.newestMinor} (table of ${TABLES_FROM})`;
  const hint = `accepted: ${range}; write "${major}" for the newest of RDS`;
  if (Number(minor) < known.oldestMinor) return { message: `RDS no longer offers PostgreSQL ${version}`, hint };
  if (Number(minor) > known.newestMinor) return { message: `RDS does not offer PostgreSQL ${version}`, hint };
  return undefined;
}
