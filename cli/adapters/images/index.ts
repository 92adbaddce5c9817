export * from './builder.js';
export * from './builder-tool.js';
export * from './copy-image.js';
export { Distribution, type DistributionOptions } from './distribution.js';
export { EcrCatalog, type EcrCatalogOptions } from './ecr-catalog.js';
export * from './image-catalog.js';
export { type Descriptor, digestOf, type RawManifest, rawManifest } from './manifest.js';
export { bySeverity } from './scan-findings.js';
