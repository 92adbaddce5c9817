export type { ChangeJson, PlanJson, ResourceChangeJson } from './plan-json.js';
export { redact } from './redact.js';
export { readLockObject, type StateLock } from './state-lock.js';
export type { Diagnostic, TerraformEvent } from './terraform-event.js';
export {
  type ApplyRun,
  baseStateFile,
  type PlanRun,
  RUN_RECORD,
  TerraformFolder,
  type TerraformFolderProps,
  unsavedStateFile,
} from './terraform-folder.js';
export type { StopSignals } from './terraform-process.js';
