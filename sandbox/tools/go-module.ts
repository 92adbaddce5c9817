import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { replaceFolder } from '../../host/atomic-folder.js';
import { withFileLock } from '../../host/file-lock.js';
import { cacheFolder } from '../../host/folders.js';
import { findOnPath } from '../../host/search-path.js';
import { BacklotError } from '../../modules/values/backlot-error.js';
import { findGo, runGo, type Tell, withEstimate } from './go-command.js';

export type { Tell } from './go-command.js';

/** A public Go module, pinned. */
export interface GoSource {
  /** `github.com/opentofu/opentofu` */
  readonly path: string;
  /** Without the `v`: `1.12.6` */
  readonly version: string;
  /** The module's hash as in a `go.sum`: it covers the module's own `go.sum`, and so all that is built into it. */
  readonly sum: string;
}

/** A program of a public Go module. */
export interface GoModule extends GoSource {
  /** Folder of the program in the module: `./cmd/tofu` */
  readonly package: string;
  /** @default none but those that leave debug information out */
  readonly ldflags?: readonly string[];
  /** Build tags, which leave parts out or in. @default none */
  readonly tags?: readonly string[];
  /** What the build takes with nothing cached, over all cores; only for the estimate that people see. */
  readonly cpuSeconds: number;
}

/** Where the program of a pinned module is, or would be, in the cache. */
export function builtPath(name: string, module: GoModule): string {
  const pin = createHash('sha256').update(JSON.stringify(module)).digest('hex').slice(0, 12);
  return join(cacheFolder(), 'tools', `${name}-${module.version}-${pin}`, name);
}

/**
 * Builds a program in its own module, with exactly the dependencies that its makers pinned, into the cache.
 *
 * @returns its path, which may have been built by another process meanwhile.
 * @throws BacklotError `GoMissing`, `ModuleChanged` (the hash is another), `BuildFailed`, `DiskFull`.
 */
export async function buildGoModule(name: string, module: GoModule, tell: Tell): Promise<string> {
  const path = builtPath(name, module);
  const go = findGo(name);
  const folder = join(path, '..');
  const onWait = (holder: number) => tell(`waiting for process ${holder}, which builds ${name}`);
  return withFileLock(`${folder}.lock`, { subject: `the build of ${name}`, onWait, timeoutMs: 1_800_000 }, async () => {
    if (findOnPath(path)) return path;
    tell(`downloading the sources of ${name} ${module.version}`);
    const source = await downloadGoModule(module);
    const what = `building ${name} ${module.version}`;
    await replaceFolder(folder, (building) =>
      withEstimate(what, module.cpuSeconds, tell, () => build(go, source, name, module, building)),
    );
    return path;
  });
}

/**
 * Brings the sources of a module into Go's own cache.
 *
 * @returns the folder, which is to be read only.
 * @throws BacklotError `GoMissing`, `ModuleChanged` (the hash is another), `BuildFailed`.
 */
export async function downloadGoModule(module: GoSource): Promise<string> {
  const go = findGo(module.path);
  const { stdout } = await runGo(go, ['mod', 'download', '-json', `${module.path}@v${module.version}`], {
    cwd: cacheFolder(),
    what: `the sources of ${module.path} could not be downloaded`,
  });
  const { Dir: folder, Sum: sum } = JSON.parse(stdout) as { Dir: string; Sum: string };
  if (sum === module.sum) return folder;
  throw new BacklotError({
    code: 'ModuleChanged',
    message: `${module.path} ${module.version} is not what it was: its hash is ${sum}, pinned is ${module.sum}`,
    source: 'upstream',
    hints: ['check GOPROXY: someone may serve other sources under this version'],
    actions: ['go env GOPROXY', 'go clean -modcache'],
    details: { sum, pinned: module.sum },
  });
}

async function build(go: string, source: string, name: string, module: GoModule, target: string): Promise<void> {
  const tags = module.tags?.length ? ['-tags', module.tags.join(',')] : [];
  await runGo(go, ['build', ...buildFlags(module.ldflags), ...tags, '-o', join(target, name), module.package], {
    cwd: source,
    what: `${name} ${module.version} could not be built`,
  });
}

/** Flags of every build: nothing of this machine gets into the program, and no debug information. */
export function buildFlags(ldflags: readonly string[] = []): string[] {
  return ['-mod=readonly', '-buildvcs=false', '-trimpath', '-ldflags', ['-s', '-w', ...ldflags].join(' ')];
}
