import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StateFile } from '../../adapters/aws/index.js';
import type { Session, SessionStack } from '../driver/session.js';

/**
 * Remembers stacks whose last plan had nothing to do. As long as configuration, state, what is read from upstream and
 * the tool are the same, a plan that doesn't ask the cloud has nothing to do either, and Terraform need not start.
 */
export class UnchangedCache {
  constructor(private readonly session: Pick<Session, 'cacheFolder' | 'terraform' | 'cloud'>) {}

  /** Whether the stack is known to be unchanged. A cache that can't be read knows nothing. */
  async knows(stack: SessionStack, state: StateFile, upstream: readonly StateFile[]): Promise<boolean> {
    const known = await readFile(this.file(stack), 'utf8').catch(() => '');
    return known === this.fingerprint(stack, state, upstream);
  }

  async remember(stack: SessionStack, state: StateFile, upstream: readonly StateFile[]): Promise<void> {
    const file = this.file(stack);
    await mkdir(this.session.cacheFolder, { recursive: true, mode: 0o700 });
    await writeFile(`${file}.new`, this.fingerprint(stack, state, upstream), { mode: 0o600 });
    await rename(`${file}.new`, file);
  }

  private file(stack: SessionStack): string {
    return join(this.session.cacheFolder, stack.id);
  }

  private fingerprint(stack: SessionStack, state: StateFile, upstream: readonly StateFile[]): string {
    const { cloud, terraform } = this.session;
    const parts = [
      cloud.target,
      cloud.accountId,
      cloud.endpoint,
      terraform.flavor,
      terraform.version,
      stack.hash,
      [state.lineage, state.serial, state.etag],
      upstream.map(({ outputs }) => outputs),
    ];
    return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  }
}
