import { execFile } from 'node:child_process';

/** One short run whose output is data. */
export interface CaptureOptions {
  readonly binary: string;
  readonly folder: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Runs Terraform and gives its output, which is kept nowhere. */
export function captureTerraform(
  options: CaptureOptions,
): Promise<{ readonly exitCode: number; readonly stdout: string; readonly stderr: string }> {
  const { binary, args, folder, env } = options;
  return new Promise((resolve, reject) => {
    execFile(binary, [...args], { cwd: folder, env: { ...env }, maxBuffer: 512 * 2 ** 20 }, (error, stdout, stderr) => {
      if (error && typeof error.code !== 'number') reject(error);
      else resolve({ exitCode: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}
