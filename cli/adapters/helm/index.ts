export type * from './helm.js';
export { openHelm } from './open-helm.js';
