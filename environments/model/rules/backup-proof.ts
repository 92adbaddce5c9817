import type { BackupAssertion } from '../schema/backup-proof.js';
import type { Rule, RuleProblem } from './rule.js';

/** An assertion looks at exactly one thing and says what is expected of it. */
export const backupProof: Rule = ({ backup }) =>
  Object.entries(backup?.proof?.assertions ?? {}).flatMap(([store, assertions]) =>
    assertions.flatMap((assertion, index): RuleProblem[] => {
      const message = problemOf(assertion);
      if (message === undefined) return [];
      const hint = "such as { query: 'select count(*) from films', expect: { atLeast: 1 } }";
      return [{ path: ['backup', 'proof', 'assertions', store, index], message, hint }];
    }),
  );

function problemOf({ query, table, expect, rows, checksum }: BackupAssertion): string | undefined {
  if ((query === undefined) === (table === undefined)) return 'needs either query or table';
  const compared = Object.values(expect ?? {}).some((value) => value !== undefined);
  if (query !== undefined) {
    if (rows !== undefined || checksum !== undefined) return 'rows and checksum go with table, not with query';
    return compared ? undefined : 'needs expect: equals, atLeast, atMost or newestWithin';
  }
  if (expect !== undefined) return 'expect goes with query; a table has rows or checksum';
  return rows === undefined && checksum === undefined ? 'needs rows or checksum' : undefined;
}
