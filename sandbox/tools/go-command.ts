import { cpus } from 'node:os';
import { isDiskFull } from '../../host/atomic-folder.js';
import { findOnPath } from '../../host/search-path.js';
import { BacklotError } from '../../modules/values/backlot-error.js';

/** Told in a line each what takes long. */
export type Tell = (message: string) => void;

const TICK_MS = 5_000;

/**
 * The Go command on `PATH`.
 *
 * @param name what is to be built with it.
 * @throws BacklotError `GoMissing`.
 */
export function findGo(name: string): string {
  const go = findOnPath('go');
  if (go) return go;
  throw new BacklotError({
    code: 'GoMissing',
    message: `${name} is not installed, and cannot be built because PATH has no go`,
    hints: [`install Go (https://go.dev/dl/), or ${name}`],
    actions: ['backlot doctor'],
  });
}

/**
 * Runs Go on a module that is not the person's.
 *
 * @param what is said when it fails.
 * @throws BacklotError `BuildFailed` with the last lines of its output; an error of code `ENOSPC` when the disk is full.
 */
export async function runGo(
  go: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly what: string; readonly env?: Readonly<Record<string, string>> },
): Promise<{ stdout: string }> {
  const { execa } = await import('execa');
  // A person's GOFLAGS, such as -mod=vendor, are for other modules; their proxy and tool chain settings stay.
  // The compiler's own garbage collection takes a tenth of a build's processor time; memory is what a build has.
  const GOGC = process.env.GOGC ?? '400';
  const env = { CGO_ENABLED: '0', GOFLAGS: '', GOWORK: 'off', GOGC, ...options.env };
  const result = await execa(go, args, { cwd: options.cwd, env, reject: false, stdin: 'ignore' });
  if (!result.failed) return { stdout: result.stdout };
  const output = `${result.stderr ?? ''}\n${result.stdout ?? ''}`.trim().split('\n').slice(-12).join('\n');
  if (isDiskFull({ message: output })) throw Object.assign(new Error(output), { code: 'ENOSPC' });
  throw new BacklotError({
    code: 'BuildFailed',
    message: `${options.what}${output ? `:\n${output}` : ''}`,
    source: 'upstream',
    hints: ['check that Go is new enough and reaches a module proxy'],
    actions: ['go env GOPROXY GOTOOLCHAIN', 'backlot doctor'],
    details: { output },
  });
}

/** Tells every few seconds how long some work takes, of how long it should. */
export async function withEstimate<T>(
  what: string,
  cpuSeconds: number,
  tell: Tell,
  work: () => Promise<T>,
): Promise<T> {
  const began = performance.now();
  const estimate = Math.ceil(cpuSeconds / Math.max(1, cpus().length));
  const line = () => {
    const seconds = Math.round((performance.now() - began) / 1_000);
    tell(`${what}: ${seconds} s of about ${estimate} s (once)`);
  };
  line();
  const ticking = setInterval(line, TICK_MS);
  try {
    return await work();
  } finally {
    clearInterval(ticking);
  }
}
