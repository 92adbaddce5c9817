import type { ReleaseRecord } from './release-record.js';

/** The commit that the command runs from; undefined outside a Git checkout, or where there is no Git. */
export async function readCheckout(folder = process.cwd()): Promise<ReleaseRecord['commit']> {
  const { execa } = await import('execa');
  const git = (...args: string[]) =>
    execa('git', args, { cwd: folder, timeout: 10_000, reject: false, stdin: 'ignore' });
  const [head, status] = await Promise.all([git('rev-parse', 'HEAD'), git('status', '--porcelain')]);
  const id = head.stdout?.trim() ?? '';
  if (head.exitCode !== 0 || !/^[0-9a-f]{40,64}$/.test(id)) return undefined;
  // What cannot be looked at isn't known to be clean.
  return { id, clean: status.exitCode === 0 && status.stdout.trim() === '' };
}
