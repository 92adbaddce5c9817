import type { Rule } from './rule.js';

/** Parameters that every database has, so that no environment can turn off TLS or the log of who connects. */
const ENFORCED: ReadonlySet<string> = new Set([
  'log_connections',
  'log_disconnections',
  'log_lock_waits',
  'log_min_duration_statement',
  'log_statement',
  'log_temp_files',
  'rds.force_ssl',
]);

/** Engine parameters that an environment sets are its own to set. */
export const enforcedParameters: Rule = ({ data }) =>
  Object.entries(data?.postgres ?? {}).flatMap(([name, { parameters }]) =>
    Object.keys(parameters)
      .filter((parameter) => ENFORCED.has(parameter))
      .map((parameter) => ({
        path: ['data', 'postgres', name, 'parameters', parameter],
        message: 'is set by the platform for every database',
        hint: 'remove it',
      })),
  );
