import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { replaceFolder } from '../../host/atomic-folder.js';
import { withFileLock } from '../../host/file-lock.js';
import { cacheFolder } from '../../host/folders.js';
import { findGo, runGo, type Tell, withEstimate } from './go-command.js';
import { buildFlags } from './go-module.js';

/** A program that is built together with others, in a module of this project that pins all of them. */
export interface SharedProgram {
  readonly group: SharedGroup;
  /** Import path of the program: `k8s.io/kubernetes/cmd/kube-apiserver` */
  readonly package: string;
  /** As Go names what it builds. @default the last part of the package */
  readonly binary?: string;
  /** Without the `v`: `1.35.4` */
  readonly version: string;
}

/** Programs that share most of what they are made of, so that one build makes all of them. */
export interface SharedGroup {
  /** Folder below `modules/` with the module's go.mod and go.sum. */
  readonly name: string;
  /** As people call it. */
  readonly title: string;
  readonly ldflags: readonly string[];
  /** What the build of all takes with nothing cached, over all cores. */
  readonly cpuSeconds: number;
}

/** Where a program of a group is, or would be, in the cache. */
export function sharedPath(name: string, program: SharedProgram): string {
  const { group } = program;
  const hash = createHash('sha256').update(JSON.stringify([group.ldflags, program.package]));
  for (const file of ['go.mod', 'go.sum']) hash.update(readFileSync(join(moduleFolder(group), file)));
  return join(cacheFolder(), 'tools', `${name}-${program.version}-${hash.digest('hex').slice(0, 12)}`, name);
}

/**
 * Builds those programs of one group that the cache does not have, with one call of Go.
 *
 * @throws BacklotError `GoMissing`, `BuildFailed`, `DiskFull`.
 */
export async function buildShared(
  group: SharedGroup,
  programs: Readonly<Record<string, SharedProgram>>,
  tell: Tell,
): Promise<void> {
  const go = findGo(Object.keys(programs).join(', '));
  const tools = join(cacheFolder(), 'tools');
  const onWait = (holder: number) => tell(`waiting for process ${holder}, which builds ${group.title}`);
  const lock = { subject: `the build of ${group.title}`, onWait, timeoutMs: 3_600_000 };
  await withFileLock(join(tools, `${group.name}.lock`), lock, async () => {
    const missing = Object.entries(programs).filter(([name, program]) => !existsSync(sharedPath(name, program)));
    if (missing.length === 0) return;
    await mkdir(tools, { recursive: true, mode: 0o700 });
    const target = await mkdtemp(join(tools, `${group.name}.building-`));
    try {
      const what = `building ${missing.map(([name]) => name).join(', ')}`;
      await withEstimate(what, group.cpuSeconds, tell, () => build(go, group, missing, target));
      for (const [name, program] of missing) {
        const built = join(target, program.binary ?? basename(program.package));
        const path = sharedPath(name, program);
        await replaceFolder(join(path, '..'), (folder) => rename(built, join(folder, name)));
      }
    } finally {
      await rm(target, { recursive: true, force: true });
    }
  });
}

async function build(
  go: string,
  group: SharedGroup,
  programs: readonly (readonly [string, SharedProgram])[],
  target: string,
): Promise<void> {
  const packages = programs.map(([, program]) => program.package);
  await runGo(go, ['build', ...buildFlags(group.ldflags), '-o', `${target}/`, ...packages], {
    cwd: moduleFolder(group),
    what: `${group.title} could not be built`,
    // The compiler collects garbage less often: a fifth faster, and well within what two compilers may hold.
    env: { GOGC: '400' },
  });
}

function moduleFolder(group: SharedGroup): string {
  return fileURLToPath(new URL(`./modules/${group.name}`, import.meta.url));
}
