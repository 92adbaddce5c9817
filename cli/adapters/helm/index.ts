export { type PackagedChart, packageChart } from './chart-folder.js';
export type * from './helm.js';
export { HelmCli, type HelmCliProps } from './helm-cli.js';
export { openHelm } from './open-helm.js';
export type { ValuesViolation } from './values-violations.js';
