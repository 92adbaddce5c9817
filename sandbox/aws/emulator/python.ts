import { findAllOnPath, findOnPath } from '../../../host/search-path.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';

/** A Python that can make the emulator's virtual environment. */
export interface Python {
  readonly path: string;
  /** `3.11.7` */
  readonly version: string;
  /** How environments are made with it: its own `venv` and `pip`, or `uv` because it has no `ensurepip`. */
  readonly installer: 'pip' | 'uv';
  /** Where `uv` is. @default not looked for, `pip` is used */
  readonly uv?: string;
}

const NAMES = ['python3.13', 'python3.12', 'python3.11', 'python3.10', 'python3'] as const;
const OLDEST = [3, 10] as const;

const PROBE = `
import importlib.util, json, platform, sys
print(json.dumps({
    "version": platform.python_version(),
    "venv": all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")),
}))
`;

/**
 * Finds the newest Python of at least 3.10 that really runs: version managers put shims on `PATH` that only fail.
 *
 * @throws BacklotError `PythonMissing` when there is none, `PythonWithoutVenv` when none can make an environment.
 */
export async function findPython(env: NodeJS.ProcessEnv = process.env): Promise<Python> {
  const tried: string[] = [];
  const without: { path: string; version: string }[] = [];
  for (const path of NAMES.flatMap((name) => findAllOnPath(name, env))) {
    const found = await probe(path, env);
    if (!found) tried.push(`${path} (does not run)`);
    else if (!isNewEnough(found.version)) tried.push(`${path} (${found.version}, too old)`);
    else if (found.venv) return { path, version: found.version, installer: 'pip' };
    else without.push({ path, version: found.version });
  }
  const [bare] = without;
  const uv = findOnPath('uv', env);
  if (bare && uv) return { ...bare, installer: 'uv', uv };
  throw bare ? withoutVenv(bare) : missing(tried);
}

async function probe(path: string, env: NodeJS.ProcessEnv): Promise<{ version: string; venv: boolean } | undefined> {
  const { execa } = await import('execa');
  const result = await execa(path, ['-I', '-c', PROBE], {
    env,
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
    timeout: 15_000,
  });
  if (result.failed) return undefined;
  try {
    return JSON.parse(result.stdout) as { version: string; venv: boolean };
  } catch {
    return undefined;
  }
}

function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major === OLDEST[0] && minor >= OLDEST[1];
}

function missing(tried: readonly string[]): BacklotError {
  return new BacklotError({
    code: 'PythonMissing',
    message: `the sandbox's AWS emulator needs Python >= ${OLDEST.join('.')}, and PATH has none that runs${tried.length > 0 ? `: ${tried.join(', ')}` : ''}`,
    hints: ['on macOS: brew install python'],
    actions: ['apt-get install python3 python3-venv', 'backlot doctor'],
    details: { tried },
  });
}

function withoutVenv(found: { path: string; version: string }): BacklotError {
  return new BacklotError({
    code: 'PythonWithoutVenv',
    message: `${found.path} (${found.version}) cannot make virtual environments: its module ensurepip is not installed`,
    hints: ['put uv on PATH'],
    actions: ['apt-get install python3-venv', 'backlot doctor'],
    details: { path: found.path, version: found.version },
  });
}
