import { shell } from '../../../../modules/values/shell-quoted.js';
import { databaseStatus, postgresPrograms } from '../../../../sandbox/databases/index.js';
import type { Check } from '../check.js';

/** PostgreSQL's programs for the sandbox's databases, and the databases that are not well. */
export async function checkDatabases(): Promise<Check[]> {
  const { folder, missing } = postgresPrograms();
  const check = { id: 'postgresql', title: 'PostgreSQL (behind RDS in the sandbox)' };
  if (!folder) return [{ ...check, status: 'warning', detail: missing, action: 'npm install --include=optional' }];
  const databases = await databaseStatus();
  const ill = databases.filter(({ failure }) => failure !== undefined);
  const running = databases.filter((each) => each.running);
  const memory = running.reduce((sum, { memoryMiB = 0 }) => sum + memoryMiB, 0);
  const disk = databases.reduce((sum, { sizeMiB }) => sum + sizeMiB, 0);
  const detail =
    databases.length === 0
      ? 'no databases'
      : `${running.length} of ${databases.length} databases running, ${memory} MiB of memory, ${disk} MiB on disk`;
  return [
    { ...check, status: 'ok', detail, path: folder },
    ...ill.map(
      ({ identifier, failure, logFile }): Check => ({
        id: `database-${identifier}`,
        title: `database ${identifier}`,
        status: 'warning',
        detail: `${failure}; see ${logFile}`,
        action: shell`aws rds describe-db-instances --db-instance-identifier ${identifier}`,
      }),
    ),
  ];
}
