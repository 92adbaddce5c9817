import { BacklotError } from '../../modules/values/backlot-error.js';
import { buildGoModule, builtPath, type Tell } from './go-module.js';
import { findAllOnPath, findOnPath } from './search-path.js';
import { type Tool, type ToolName, type ToolSource, tools } from './tool.js';
import { versionOf } from './tool-version.js';
import { isAtLeast } from './version-order.js';

/** A tool that runs. */
export interface ResolvedTool {
  /** Absolute. */
  readonly path: string;
  /** `1.12.6` */
  readonly version: string;
  readonly source: ToolSource;
}

/** How to look for a tool. */
export interface ResolveOptions {
  /** Told in a line each what takes long. @default nobody is told */
  readonly progress?: Tell;
}

/**
 * Finds a tool on `PATH` or in the cache, else builds it from its Go module into the cache.
 *
 * @throws BacklotError `ToolMissing`, or what building throws.
 */
export async function resolveTool(name: ToolName, options: ResolveOptions = {}): Promise<ResolvedTool> {
  const tool: Tool = tools[name];
  return (await locateTool(tool)) ?? (await buildTool(tool, options));
}

/** Finds a tool where it is already; builds nothing. Versions that are too old are passed over. */
export async function locateTool(tool: Tool): Promise<ResolvedTool | undefined> {
  for (const path of findAllOnPath(tool.name)) {
    const version = await usableVersion(path, tool);
    if (version) return { path, version, source: 'path' };
  }
  const cached = tool.module && findOnPath(builtPath(tool.name, tool.module));
  const version = cached && (await usableVersion(cached, tool));
  return cached && version ? { path: cached, version, source: 'cache' } : undefined;
}

/** Builds a tool from its Go module and makes sure that it runs. */
export async function buildTool(tool: Tool, options: ResolveOptions = {}): Promise<ResolvedTool> {
  if (!tool.module) throw missing(tool);
  const path = await buildGoModule(tool.name, tool.module, options.progress ?? (() => {}));
  const version = await usableVersion(path, tool);
  if (version) return { path, version, source: 'go-module' };
  throw new BacklotError({
    code: 'ToolBroken',
    message: `${path} was built, but does not run`,
    source: 'platform',
    actions: [`rm -r ${path}`, ...tool.actions],
    details: { path },
  });
}

async function usableVersion(path: string, tool: Tool): Promise<string | undefined> {
  const told = await versionOf(path, tool.probe);
  return told && isAtLeast(told.version, tool.minimum) ? told.version : undefined;
}

function missing(tool: Tool): BacklotError {
  return new BacklotError({
    code: 'ToolMissing',
    message: `${tool.title} >= ${tool.minimum} is needed, and PATH has none that runs`,
    actions: [...tool.actions, 'backlot doctor'],
    details: { tool: tool.name, minimum: tool.minimum },
  });
}
