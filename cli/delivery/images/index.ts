export type { Finding, Severity, SeverityCounts } from '../../adapters/images/index.js';
export { type BuildImageOptions, type BuildResult, buildImage, readBuildArguments } from './build-image.js';
export { type NamedImage, namedImage, shortDigest } from './image-reference-text.js';
export { type ImagesOptions, type ImagesTooling, realTooling } from './images-options.js';
export { type ImagesResult, type ListedImage, type ListImagesOptions, listImages } from './list-images.js';
export {
  type PromoteImageOptions,
  type PromotionPreview,
  type PromotionResult,
  promoteImage,
} from './promote-image.js';
export type { ScanGate } from './promotion-gates.js';
export { type PushImageOptions, type PushResult, pushImage } from './push-image.js';
export type { RunningImage } from './running-images.js';
export { type ScanImageOptions, type ScanResult, scanImage } from './scan-image.js';
export type { SourceHealth } from './source-health.js';
