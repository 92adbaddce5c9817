export {
  type AppliedConfiguration,
  appliedConfig,
  appliedFiles,
  appliedLocation,
  readApplied,
  recordApplied,
  unpackApplied,
} from './applied-configuration.js';
export { appliedFolder } from './applied-folder.js';
export { keepApplied } from './keep-applied.js';
export { OWNED } from './owned-file.js';
