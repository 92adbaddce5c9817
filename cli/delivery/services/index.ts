export {
  type DeployObservabilityOptions,
  deployObservability,
  OBSERVABILITY,
  type ObservabilityDeployment,
} from './deploy-observability.js';
export { deployServices } from './deploy-services.js';
export type * from './deploy-services-options.js';
export type { ImageReference } from './image-reference.js';
export { previewServices } from './preview-services.js';
export type * from './service-context.js';
export type * from './service-deployment.js';
export { readCapabilities } from './services-run.js';
export { type UninstallServicesOptions, uninstallServices } from './uninstall-services.js';
