export { bootstrapEnvironment } from './bootstrap-environment.js';
export type { BootstrapOptions } from './bootstrap-options.js';
export type {
  BootstrapPreview,
  BootstrapResult,
  BootstrapRole,
  BootstrapThing,
  PolicyJson,
  ThingStatus,
  ThingWish,
} from './bootstrap-result.js';
export { pipelineRole } from './deploy-role.js';
