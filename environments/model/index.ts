export type { Environment, EnvironmentDocument } from './schema/environment.js';
export { environmentSchema } from './schema/environment.js';
