import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import { postgresPrograms } from '../../sandbox/databases/postgres-programs.js';
import { isStaticParameter } from '../static-parameters.js';

const PROGRAM = join(postgresPrograms().folder ?? '', 'postgres');

describe('the static parameters of PostgreSQL', () => {
  it('are those that the pinned PostgreSQL itself reads at its start only, and no others of it', async () => {
    const { stdout } = await execa(PROGRAM, ['--describe-config']);
    const described = stdout.split('\n').map((line) => line.split('\t'));
    const [atStart, later] = [true, false].map((wanted) =>
      described.flatMap(([name = '', context]) => ((context === 'postmaster') === wanted ? [name] : [])),
    );
    expect(atStart?.length).toBeGreaterThan(50);
    expect(atStart?.filter((name) => !isStaticParameter(name))).toEqual([]);
    // RDS lists these two as static, which is never wrong: it takes `pending-reboot` for every parameter.
    expect(later?.filter(isStaticParameter).sort()).toEqual(['ssl', 'temp_file_limit']);
  });

  it.each([
    'track_activity_query_size',
    'max_locks_per_transaction',
    'max_prepared_transactions',
    'pg_stat_statements.max',
    'rds.logical_replication',
    'rds.restrict_password_commands',
    'cron.database_name',
    'MAX_CONNECTIONS',
  ])('hold %s', (name) => {
    expect(isStaticParameter(name)).toBe(true);
  });

  it.each([
    'work_mem',
    'log_statement',
    'rds.force_ssl',
    'pg_stat_statements.track',
    'pgaudit.log',
    'statement_timeout',
  ])('do not hold %s', (name) => {
    expect(isStaticParameter(name)).toBe(false);
  });
});
