import { cacheFolder } from '../../host/folders.js';
import { ensureFolder } from '../../host/private-folder.js';
import { downloadGoModule } from './go-module.js';
import { locateTool, obtainTool, type ResolvedTool, type ResolveOptions } from './resolve-tool.js';
import { buildShared, type SharedProgram } from './shared-build.js';
import { type ToolName, tools } from './tool.js';
import type { Tool } from './tool-definition.js';

/**
 * Finds several tools, and makes those that are nowhere: those that share a module with one build, the others one after
 * the other, because a build keeps all cores busy; what only has to be downloaded comes meanwhile.
 *
 * @throws BacklotError what `resolveTool` throws.
 */
export async function resolveTools<N extends ToolName>(
  names: readonly N[],
  options: ResolveOptions = {},
): Promise<Readonly<Record<N, ResolvedTool>>> {
  const found: Partial<Record<ToolName, ResolvedTool>> = {};
  for (const name of names) found[name] = await locateTool(tools[name]);
  const missing = names.map((name): Tool => tools[name]).filter(({ name }) => !found[name as ToolName]);
  if (missing.length > 0) {
    await ensureFolder(cacheFolder());
    const sources = prefetch(missing);
    const obtain = async (tool: Tool) => {
      found[tool.name as ToolName] = await obtainTool(tool, options);
    };
    const fetched = Promise.all(missing.filter(({ npm }) => npm).map(obtain));
    fetched.catch(() => {});
    await buildSharedPrograms(missing, options);
    for (const tool of missing.filter(({ npm }) => !npm)) await obtain(tool);
    await Promise.all([fetched, sources]);
  }
  return found as Record<N, ResolvedTool>;
}

/** Downloads while something else is built; a failure shows again, with its reason, when the sources are needed. */
function prefetch(missing: readonly Tool[]): Promise<unknown> {
  const alone = missing.flatMap(({ module, npm, shared }) => (module && !npm && !shared ? [module] : []));
  return Promise.allSettled(alone.map(downloadGoModule));
}

async function buildSharedPrograms(missing: readonly Tool[], options: ResolveOptions): Promise<void> {
  const groups = new Map<SharedProgram['group'], Record<string, SharedProgram>>();
  for (const { name, shared } of missing) {
    if (shared) groups.set(shared.group, { ...groups.get(shared.group), [name]: shared });
  }
  for (const [group, programs] of groups) await buildShared(group, programs, options.progress ?? (() => {}));
}
