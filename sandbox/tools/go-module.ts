import { createHash } from 'node:crypto';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { BacklotError } from '../../modules/values/backlot-error.js';
import { isDiskFull, replaceFolder } from './atomic-folder.js';
import { withFileLock } from './file-lock.js';
import { cacheFolder } from './folders.js';
import { findOnPath } from './search-path.js';

/** A program of a public Go module, pinned. */
export interface GoModule {
  /** `github.com/opentofu/opentofu` */
  readonly path: string;
  /** Without the `v`: `1.12.6` */
  readonly version: string;
  /** The module's hash as in a `go.sum`: it covers the module's own `go.sum`, and so all that is built into it. */
  readonly sum: string;
  /** Folder of the program in the module: `./cmd/tofu` */
  readonly package: string;
  /** @default none but those that leave debug information out */
  readonly ldflags?: readonly string[];
  /** What the build takes with nothing cached, over all cores; only for the estimate that people see. */
  readonly cpuSeconds: number;
}

/** Told in a line each what takes long. */
export type Tell = (message: string) => void;

const TICK_MS = 5_000;

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
  const go = findOnPath('go');
  if (!go) throw goMissing(name);
  const folder = join(path, '..');
  const onWait = (holder: number) => tell(`waiting for process ${holder}, which builds ${name}`);
  return withFileLock(`${folder}.lock`, { subject: `the build of ${name}`, onWait, timeoutMs: 1_800_000 }, async () => {
    if (findOnPath(path)) return path;
    tell(`downloading the sources of ${name} ${module.version}`);
    const source = await download(go, module);
    await replaceFolder(folder, (building) => build(go, source, name, module, building, tell));
    return path;
  });
}

async function download(go: string, module: GoModule): Promise<string> {
  const args = ['mod', 'download', '-json', `${module.path}@v${module.version}`];
  const { stdout } = await run(go, args, `the sources of ${module.path} could not be downloaded`, cacheFolder());
  const { Dir: folder, Sum: sum } = JSON.parse(stdout) as { Dir: string; Sum: string };
  if (sum === module.sum) return folder;
  throw new BacklotError({
    code: 'ModuleChanged',
    message: `${module.path} ${module.version} is not what it was: its hash is ${sum}, pinned is ${module.sum}`,
    source: 'upstream',
    actions: ['go clean -modcache', 'check GOPROXY: someone may serve other sources under this version'],
    details: { sum, pinned: module.sum },
  });
}

async function build(go: string, source: string, name: string, module: GoModule, target: string, tell: Tell) {
  const began = performance.now();
  const estimate = Math.ceil(module.cpuSeconds / Math.max(1, cpus().length));
  const line = () => {
    const seconds = Math.round((performance.now() - began) / 1_000);
    tell(`building ${name} ${module.version}: ${seconds} s of about ${estimate} s (once)`);
  };
  line();
  const ticking = setInterval(line, TICK_MS);
  try {
    const ldflags = ['-s', '-w', ...(module.ldflags ?? [])].join(' ');
    const flags = ['-mod=readonly', '-buildvcs=false', '-trimpath', '-ldflags', ldflags];
    const args = ['build', ...flags, '-o', join(target, name), module.package];
    await run(go, args, `${name} ${module.version} could not be built`, source);
  } finally {
    clearInterval(ticking);
  }
}

async function run(go: string, args: readonly string[], what: string, cwd: string): Promise<{ stdout: string }> {
  const { execa } = await import('execa');
  // A person's GOFLAGS, such as -mod=vendor, are for other modules; their proxy and tool chain settings stay.
  const env = { CGO_ENABLED: '0', GOFLAGS: '', GOWORK: 'off' };
  const result = await execa(go, args, { cwd, env, reject: false, stdin: 'ignore' });
  if (!result.failed) return { stdout: result.stdout };
  const output = `${result.stderr ?? ''}\n${result.stdout ?? ''}`.trim().split('\n').slice(-12).join('\n');
  if (isDiskFull({ message: output })) throw Object.assign(new Error(output), { code: 'ENOSPC' });
  throw new BacklotError({
    code: 'BuildFailed',
    message: `${what}${output ? `:\n${output}` : ''}`,
    source: 'upstream',
    actions: ['check that Go is new enough and reaches a module proxy (go env GOPROXY GOTOOLCHAIN)', 'backlot doctor'],
    details: { output },
  });
}

function goMissing(name: string): BacklotError {
  return new BacklotError({
    code: 'GoMissing',
    message: `${name} is not installed, and cannot be built because PATH has no go`,
    actions: ['install Go (https://go.dev/dl/)', `or install ${name}`, 'backlot doctor'],
  });
}
