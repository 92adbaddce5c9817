export type { ProblemDetails } from './document/problem.js';
export type { EnvironmentOptions } from './find-environments.js';
export { listEnvironments } from './find-environments.js';
export type { LoadedEnvironment } from './load-environment.js';
export { loadEnvironment } from './load-environment.js';
export type { Origin } from './origins.js';
export type { Environment, EnvironmentDocument } from './schema/environment.js';
export { environmentSchema } from './schema/environment.js';
