import { join } from 'node:path';
import { isDiskFull } from '../../../host/atomic-folder.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { Python } from './python.js';

/**
 * Makes a virtual environment in an empty folder and installs what the requirements pin, wheels only, each checked
 * against its hash. No program of a package is run.
 *
 * @throws BacklotError `EmulatorInstallFailed`; an error of code `ENOSPC` when the disk is full.
 */
export async function installPackages(folder: string, python: Python, file: string): Promise<void> {
  const interpreter = join(folder, 'bin', 'python');
  const requirements = ['--require-hashes', '--only-binary', ':all:', '-r', file];
  if (python.installer === 'uv' && python.uv) {
    await run(python.uv, ['venv', '--quiet', '--no-config', '--allow-existing', '--python', python.path, folder]);
    await run(python.uv, ['pip', 'install', '--quiet', '--compile-bytecode', '--python', interpreter, ...requirements]);
  } else {
    await run(python.path, ['-I', '-m', 'venv', folder]);
    await run(interpreter, ['-m', 'pip', 'install', '--quiet', '--no-input', '--no-cache-dir', ...requirements]);
  }
  await run(interpreter, ['-I', '-c', 'import ministack, hypercorn, cryptography']);
}

/** Settings of a person's pip or Python that would put the packages elsewhere; their index and proxies stay. */
const MISLEADING = ['PIP_TARGET', 'PIP_PREFIX', 'PIP_USER', 'PIP_ROOT', 'PYTHONPATH', 'PYTHONHOME', 'VIRTUAL_ENV'];

async function run(command: string, args: readonly string[]): Promise<void> {
  const { execa } = await import('execa');
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !MISLEADING.includes(name)));
  const result = await execa(command, args, {
    env: { ...env, PIP_DISABLE_PIP_VERSION_CHECK: '1', PYTHONUNBUFFERED: '1' },
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
    all: true,
  });
  if (!result.failed) return;
  const output = result.all || result.shortMessage || '';
  if (isDiskFull({ message: output })) throw Object.assign(new Error(output), { code: 'ENOSPC' });
  throw installFailed((result.shortMessage ?? command).split('\n')[0] ?? command, output);
}

/** The error of an installation, with the last lines of what the installer wrote. */
export function installFailed(what: string, output: string): BacklotError {
  const lines = output.trim().split('\n').slice(-12).join('\n');
  return new BacklotError({
    code: 'EmulatorInstallFailed',
    message: `the AWS emulator could not be installed: ${what}${lines ? `\n${lines}` : ''}`,
    source: 'upstream',
    hints: ['check that pip reaches a package index (PIP_INDEX_URL, pip config), then run the same command again'],
    actions: ['backlot doctor'],
    details: { output: lines },
  });
}
