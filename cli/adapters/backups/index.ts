export { type Adapters, awsAdapters, snapshotName } from './adapters.js';
export { wordAwsError } from './aws-errors.js';
export { type Clients, type ClientsOptions, makeClients } from './clients.js';
export { DirectSql, type SqlAnswer, type SqlRunner, type SqlRunOptions, type SqlTarget } from './sql.js';
export { JobSql, type JobSqlOptions } from './sql-job/index.js';
export type * from './store.js';
export { targetName } from './target-name.js';
