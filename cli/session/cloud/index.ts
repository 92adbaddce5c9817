export type { Cloud, OpenCloudOptions, ProviderSession } from './cloud.js';
export { type CloudDependencies, openCloud } from './open-cloud.js';
