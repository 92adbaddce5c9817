/** Where each program that this project runs comes from, and where things are kept. */
export { freeBytes } from './atomic-folder.js';
export { cacheFolder, stateFolder } from './folders.js';
export { locateTerraform, type ResolvedTerraform, resolveTerraform } from './resolve-terraform.js';
export { type ResolvedTool, type ResolveOptions, resolveTool } from './resolve-tool.js';
export { findOnPath } from './search-path.js';
export type { ToolName, ToolSource } from './tool.js';
export { versionOf } from './tool-version.js';
