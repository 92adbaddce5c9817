/** Where each program that this project runs comes from, and where things are kept. */
export { freeBytes } from '../../host/atomic-folder.js';
export { cacheFolder, stateFolder } from '../../host/folders.js';
export { findOnPath } from '../../host/search-path.js';
export { KUBERNETES_VERSION } from './kubernetes-tools.js';
export { locateTerraform, type ResolvedTerraform, resolveTerraform } from './resolve-terraform.js';
export { locateTool, type ResolvedTool, type ResolveOptions, resolveTool } from './resolve-tool.js';
export { resolveTools } from './resolve-tools.js';
export { type ToolName, tools } from './tool.js';
export type { Tool, ToolSource } from './tool-definition.js';
export { versionOf } from './tool-version.js';
