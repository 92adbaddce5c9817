export { JobSql, type JobSqlOptions } from './job-sql.js';
