/** Real PostgreSQL servers behind the RDS instances of the sandbox. The keeper in the emulator's process runs them. */
export { type Administrator, administrator } from './administrator.js';
export { type DatabaseStatus, databaseStatus } from './database-status.js';
export { type DatabasesFolder, databasesFolder } from './databases-folder.js';
export { type PostgresPrograms, postgresPrograms } from './postgres-programs.js';
export { stopDatabases } from './stop-databases.js';
