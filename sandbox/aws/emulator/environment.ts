import { dirname, join } from 'node:path';
import { postgresPrograms } from '../../databases/index.js';
import type { EmulatorFolder } from './emulator-folder.js';

/** For whom and where the emulator plays AWS. */
export interface EmulatorIdentity {
  readonly accountId: string;
  readonly region: string;
}

/**
 * The whole environment of the emulator's process. Nothing is inherited but `PATH` and the locale: no credentials or
 * `AWS_*`, no proxies, and a home of its own, so that no file below the person's home is read.
 */
export function emulatorEnvironment(folder: EmulatorFolder, identity: EmulatorIdentity): Record<string, string> {
  const postgres = postgresPrograms();
  return {
    // Functions run on the Node that runs this.
    PATH: `${dirname(process.execPath)}:${process.env.PATH ?? '/usr/bin:/bin'}`,
    LANG: process.env.LANG ?? 'C.UTF-8',
    HOME: join(folder.scratch, 'home'),
    TMPDIR: join(folder.scratch, 'tmp'),
    MINISTACK_ACCOUNT_ID: identity.accountId,
    MINISTACK_REGION: identity.region,
    PERSIST_STATE: '1',
    S3_PERSIST: '1',
    LAMBDA_EXECUTOR: 'local',
    // A socket that is not there: no Docker, even where the machine has one.
    DOCKER_HOST: `unix://${join(folder.scratch, 'no-docker.sock')}`,
    // Further listeners, which nobody here talks to.
    SFTP_ENABLED: '0',
    IOT_MTLS_ENABLED: '0',
    LOG_LEVEL: process.env.BACKLOT_EMULATOR_LOG || 'WARNING',
    // What the RDS instances' servers are made of, or why there can be none.
    BACKLOT_POSTGRES_BIN: postgres.folder ?? '',
    BACKLOT_POSTGRES_MISSING: postgres.missing ?? '',
    BACKLOT_SANDBOX_DATABASES: process.env.BACKLOT_SANDBOX_DATABASES ?? '',
  };
}
