import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A function's code as Lambda takes it. */
export interface FunctionBundle {
  /** Absolute path of the zip file. */
  readonly path: string;
  /** SHA-256 of the file, base64. */
  readonly hash: string;
}

const here = dirname(fileURLToPath(import.meta.url));
const isBuilt = basename(dirname(here)) === 'dist';
const root = isBuilt ? dirname(dirname(here)) : dirname(here);
const sources = join(root, 'functions');
const output = join(root, 'dist', 'functions');

/** Changed when this file makes other bytes of the same sources; other versions of its tools show in the lock file. */
const FORMAT = 1;

/**
 * The zip file of the function `functions/<name>/index.ts`, made when its sources changed since it was last made.
 *
 * The same sources give the same bytes on every machine: the bundler and the packer are pinned, times are fixed, and no
 * path of the machine gets in. A published package has no sources and uses what it came with.
 *
 * @throws Error when there is no such function.
 */
export function bundleFunction(name: string, options: { readonly output?: string } = {}): FunctionBundle {
  const folder = options.output ?? output;
  const path = join(folder, `${name}.zip`);
  const entry = join(sources, name, 'index.ts');
  if (!existsSync(entry)) {
    if (existsSync(path)) return { path, hash: sha256(readFileSync(path)) };
    throw new Error(`there is no function '${name}': ${entry} does not exist`);
  }
  const fingerprint = fingerprintOf(name);
  const record = join(folder, `${name}.json`);
  if (existsSync(path) && existsSync(record)) {
    const made = JSON.parse(readFileSync(record, 'utf8')) as { fingerprint: string; hash: string };
    if (made.fingerprint === fingerprint) return { path, hash: made.hash };
  }
  const zip = makeZip(entry);
  const hash = sha256(zip);
  mkdirSync(folder, { recursive: true });
  replaceFile(path, zip);
  // Written last: without it, or with an old one, the zip file counts for nothing.
  replaceFile(record, JSON.stringify({ fingerprint, hash }));
  return { path, hash };
}

/** Names of all functions. */
export function listFunctions(): string[] {
  return readdirSync(sources, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(sources, entry.name, 'index.ts')))
    .map((entry) => entry.name)
    .sort();
}

function fingerprintOf(name: string): string {
  const folder = join(sources, name);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.split(sep).includes('test'))
    .sort();
  const hash = createHash('sha256')
    .update(`${FORMAT}\n`)
    .update(readFileSync(join(root, 'package-lock.json')));
  for (const file of files) hash.update(`${file}\n`).update(readFileSync(join(folder, file)));
  return hash.digest('hex');
}

/** Both tools load only when something has to be made: synthesis otherwise pays nothing for them. */
function makeZip(entry: string): Uint8Array {
  const require = createRequire(import.meta.url);
  const { buildSync } = require('esbuild') as typeof import('esbuild');
  const { zipSync } = require('fflate') as typeof import('fflate');
  const { outputFiles } = buildSync({
    entryPoints: [entry],
    absWorkingDir: root,
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    // The runtime of Lambda brings the SDK.
    external: ['@aws-sdk/*'],
    legalComments: 'none',
    logLevel: 'silent',
  });
  const code = outputFiles[0]?.contents ?? new Uint8Array();
  // Zip files hold local times; this one is built from local parts, so that every time zone writes the same.
  return zipSync({ 'index.mjs': code }, { level: 9, mtime: new Date(1980, 0, 1), os: 3, attrs: 0o644 << 16 });
}

function replaceFile(path: string, content: string | Uint8Array): void {
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, content);
  renameSync(temporary, path);
}

function sha256(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('base64');
}
