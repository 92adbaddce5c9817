import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { once } from '../../kernel/once.js';

const PATIENCE_MS = 5_000;

/**
 * Names what the sandbox holds: as long as it is the same, every resource is, and reading each of them again would give
 * the same. Any client's change makes it another one.
 *
 * @returns undefined when the emulator doesn't tell.
 */
export async function sandboxRevision(endpoint: string): Promise<string | undefined> {
  try {
    const response = await fetch(new URL('/_backlot/save', endpoint), { signal: AbortSignal.timeout(PATIENCE_MS) });
    const { revision } = (await response.json()) as { revision?: unknown };
    return typeof revision === 'string' ? `${revision}-${await providerStamp()}` : undefined;
  } catch {
    // Then Terraform looks at every resource itself.
    return undefined;
  }
}

/** Changes with the provider: a mended handler may find what the one before it did not. */
export const providerStamp = once(async (): Promise<number> => {
  const root = join(import.meta.dirname, '..', '..', '..', 'sandbox', 'aws');
  const files = await readdir(root, { recursive: true, withFileTypes: true });
  const times = files
    .filter((entry) => entry.isFile())
    .map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).mtimeMs);
  return Math.max(0, ...(await Promise.all(times)));
});
