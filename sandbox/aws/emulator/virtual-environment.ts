import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { replaceFolder } from '../../../host/atomic-folder.js';
import { withFileLock } from '../../../host/file-lock.js';
import { cacheFolder } from '../../../host/folders.js';
import { installFailed, installPackages } from './install-packages.js';
import { findPython, type Python } from './python.js';

/** An installed emulator. */
export interface VirtualEnvironment {
  readonly folder: string;
  /** Its interpreter. */
  readonly python: string;
  /** Version of the emulator: `1.5.33`. */
  readonly version: string;
  /** Version of Python: `3.11.7`. */
  readonly pythonVersion: string;
}

/** How to install. */
export interface VirtualEnvironmentOptions {
  /** Told in a line each what takes long. @default nobody is told */
  readonly progress?: (message: string) => void;
  /** Build it anew although it looks whole. @default false */
  readonly rebuild?: boolean;
}

interface Marker {
  readonly pythonVersion: string;
  /** SHA-256 over the wheels' own `RECORD` files, which list each installed file with its hash. */
  readonly records: string;
}

/** The pinned requirements, with the hashes of all wheels. */
export const REQUIREMENTS_FILE = fileURLToPath(new URL('./requirements.txt', import.meta.url));
const MARKER = 'backlot.json';

/** Where the emulator of this version of the kit is installed, and whether it is whole. */
export function inspectVirtualEnvironment(): { readonly folder: string; readonly installed?: VirtualEnvironment } {
  const requirements = readFileSync(REQUIREMENTS_FILE, 'utf8');
  const version = /^ministack==(\S+)/m.exec(requirements)?.[1] ?? 'unknown';
  const digest = createHash('sha256').update(requirements).digest('hex').slice(0, 12);
  const folder = join(cacheFolder(), `ministack-${version}-${digest}`);
  const marker = readMarker(folder);
  const python = join(folder, 'bin', 'python');
  if (!marker || !exists(python) || recordsDigest(folder) !== marker.records) return { folder };
  return { folder, installed: { folder, python, version, pythonVersion: marker.pythonVersion } };
}

/**
 * Installs the emulator into the cache unless it is there and whole. Of several processes one installs, the others wait.
 *
 * @throws BacklotError `PythonMissing`, `PythonWithoutVenv`, `DiskFull`, `EmulatorInstallFailed`.
 */
export async function ensureVirtualEnvironment(options: VirtualEnvironmentOptions = {}): Promise<VirtualEnvironment> {
  const tell = options.progress ?? (() => {});
  const before = inspectVirtualEnvironment();
  if (before.installed && !options.rebuild) return before.installed;
  const lock = {
    subject: 'the installation of the emulator',
    onWait: (holder: number) => tell(`waiting for process ${holder}, which installs the emulator`),
  };
  return withFileLock(`${before.folder}.lock`, lock, async () => {
    const now = inspectVirtualEnvironment();
    if (now.installed && !options.rebuild) return now.installed;
    if (isFolder(now.folder)) tell(`the emulator in ${now.folder} is damaged; installing it again`);
    const python = await findPython();
    tell(`installing the AWS emulator with Python ${python.version} (once, about 110 MB)`);
    await replaceFolder(now.folder, (folder) => fill(folder, python));
    const { installed } = inspectVirtualEnvironment();
    if (!installed) throw installFailed('the installation is not whole', '');
    return installed;
  });
}

async function fill(folder: string, python: Python): Promise<void> {
  await installPackages(folder, python, REQUIREMENTS_FILE);
  const marker: Marker = { pythonVersion: python.version, records: recordsDigest(folder) };
  await writeFile(join(folder, MARKER), `${JSON.stringify(marker)}\n`);
}

function readMarker(folder: string): Marker | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, MARKER), 'utf8')) as Marker;
  } catch {
    return undefined;
  }
}

function recordsDigest(folder: string): string {
  const hash = createHash('sha256');
  try {
    for (const packages of sitePackages(folder)) {
      for (const name of readdirSync(packages).sort()) {
        if (!name.endsWith('.dist-info') || /^(pip|setuptools)-/.test(name)) continue;
        hash.update(`${name}\n`).update(readFileSync(join(packages, name, 'RECORD')));
      }
    }
  } catch {
    return 'unreadable';
  }
  return hash.digest('hex');
}

function sitePackages(folder: string): string[] {
  const lib = join(folder, 'lib');
  return readdirSync(lib)
    .filter((name) => name.startsWith('python3'))
    .map((name) => join(lib, name, 'site-packages'));
}

function exists(path: string): boolean {
  try {
    return realpathSync(path) !== '';
  } catch {
    return false;
  }
}

function isFolder(path: string): boolean {
  try {
    return readdirSync(path).length >= 0;
  } catch {
    return false;
  }
}
