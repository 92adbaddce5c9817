import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StateFile } from '../../adapters/aws/index.js';
import type { CloudAnswers } from '../../session/cloud/cloud.js';
import type { Session } from '../../session/open/session.js';
import type { SessionStack } from '../../session/stacks/session-stack.js';

/** What a plan of a stack goes by. */
export interface PlanBasis {
  readonly stack: SessionStack;
  readonly state: StateFile;
  /** States that the stack reads. */
  readonly upstream: readonly StateFile[];
  /** What the cloud held when the plan was begun. @default unknown, or not asked for */
  readonly revision?: string;
  /** Whether the plan asks the cloud for the real attributes. */
  readonly refresh: boolean;
}

interface Entry {
  readonly fingerprint: string;
  readonly revision?: string;
  /** What the cloud told of the stack's resources. @default it can't be asked for that alone */
  readonly told?: CloudAnswers;
}

/**
 * Remembers stacks whose last plan had nothing to do. As long as configuration, state, what is read from upstream and
 * the tool are the same, a plan that doesn't ask the cloud has nothing to do either, and Terraform need not start; nor
 * need it for one that does ask, if the cloud can tell that it still holds the same, or still tells the same of this stack:
 * what moved elsewhere is no reason to read every resource by Terraform.
 */
export class UnchangedCache {
  constructor(private readonly session: Pick<Session, 'cacheFolder' | 'terraform' | 'cloud'>) {}

  /** Whether the stack is known to be unchanged. A cache that can't be read knows nothing. */
  async knows(basis: PlanBasis): Promise<boolean> {
    const known = await this.read(basis.stack);
    if (known?.fingerprint !== this.fingerprint(basis)) return false;
    if (!basis.refresh) return true;
    if (basis.revision === undefined || known.revision === undefined) return false;
    if (basis.revision === known.revision) return true;
    // A file of another shape is as good as none.
    const same = known.told && (await this.session.cloud.stillTells?.(known.told).catch(() => false));
    if (!same) return false;
    await this.write(basis.stack, { ...known, revision: basis.revision });
    return true;
  }

  /** Takes in a plan that had nothing to do. */
  async remember(basis: PlanBasis, told?: CloudAnswers): Promise<void> {
    const fingerprint = this.fingerprint(basis);
    // A plan that didn't look at the cloud has nothing new to say about it.
    if (!basis.refresh && (await this.read(basis.stack))?.fingerprint === fingerprint) return;
    const revision = basis.refresh ? basis.revision : undefined;
    await this.write(basis.stack, { fingerprint, revision, ...(basis.refresh && told ? { told } : {}) });
  }

  private async write(stack: SessionStack, entry: Entry): Promise<void> {
    const file = this.file(stack);
    const temporary = `${file}.${process.pid}.new`;
    try {
      await mkdir(this.session.cacheFolder, { recursive: true, mode: 0o700 });
      await writeFile(temporary, JSON.stringify(entry), { mode: 0o600 });
      await rename(temporary, file);
    } catch {
      // A full disk is no reason to fail: the next plan asks for everything.
      await rm(temporary, { force: true }).catch(() => undefined);
    }
  }

  private async read(stack: SessionStack): Promise<Entry | undefined> {
    try {
      return JSON.parse(await readFile(this.file(stack), 'utf8')) as Entry;
    } catch {
      return undefined;
    }
  }

  private file(stack: SessionStack): string {
    return join(this.session.cacheFolder, `${stack.id}.json`);
  }

  private fingerprint({ stack, state, upstream }: PlanBasis): string {
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
