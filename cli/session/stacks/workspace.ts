import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Environment } from '../../../environments/model/index.js';
import { type FileLockHolder, withFileLock } from '../../../host/file-lock.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { describeHolder, environmentLocked, thisHolder } from '../locks/lock-holder.js';
import type { LockHolder } from '../locks/lock-record.js';

/** How the folders are used. */
export interface WorkspaceUse {
  /** Told in a line what is waited for. */
  readonly tell: (message: string) => void;
  /** The operation, when it changes the environment. @default it only reads */
  readonly changes?: string;
  /** How long to wait for another one that changes it. @default 0: fail within a second */
  readonly waitMs?: number;
}

const LEASE_SECONDS = 30;
const LOGS_KEPT = 20;

/** The folders of one environment on this machine. */
export class Workspace {
  /** `<stateFolder>/environments/<platform>/<id>` */
  readonly root: string;
  /** What synthesis writes and Terraform runs in. */
  readonly work: string;
  /** One folder per saved plan. */
  readonly plans: string;
  /** The logs of this run, a file per stack. */
  readonly logs: string;

  constructor(
    private readonly environment: Pick<Environment, 'id' | 'platform'>,
    stateFolder: string,
  ) {
    this.root = join(stateFolder, 'environments', environment.platform, environment.id);
    this.work = join(this.root, 'work');
    this.plans = join(this.root, 'plans');
    this.logs = join(this.root, 'logs', new Date().toISOString().replaceAll(/[:.]/g, '-'));
  }

  /**
   * Runs `work` while no other command on this machine uses the folders. Waits for one that only reads; of two that
   * change the environment the second one fails at once, as it would on another machine.
   *
   * @throws BacklotError `EnvironmentLocked` naming the holder, `FolderUnusable` when the disk is full or the folder may
   *   not be written.
   */
  async use<T>({ tell, changes, waitMs = 0 }: WorkspaceUse, work: () => Promise<T>): Promise<T> {
    const subject = `environment '${this.environment.id}'`;
    const options = {
      subject,
      about: changes === undefined ? undefined : { changes: thisHolder(changes) },
      timeoutMs: ({ about }: FileLockHolder) =>
        changes !== undefined && changing(about) ? Math.max(waitMs, GRACE_MS) : LONGEST_WAIT_MS,
      onWait: (pid: number, about: unknown) => {
        const holder = changing(about);
        tell(`waiting for ${holder ? describeHolder(holder) : `process ${pid}, which works on ${subject}`}`);
      },
    };
    try {
      await this.prepare();
      return await withFileLock(join(this.root, 'lock'), options, work);
    } catch (error) {
      throw this.lockedError(error, changes) ?? fileSystemError(error, this.root);
    }
  }

  private lockedError(error: unknown, operation: string | undefined): BacklotError | undefined {
    if (!(error instanceof BacklotError) || error.code !== 'LockTimeout' || operation === undefined) return undefined;
    const holder = changing((error.details as { about?: unknown } | undefined)?.about);
    return (
      holder && environmentLocked({ environment: this.environment.id, operation, holder, leaseSeconds: LEASE_SECONDS })
    );
  }

  private async prepare(): Promise<void> {
    for (const folder of [this.root, this.work, this.plans, this.logs]) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
    }
    const runs = (await readdir(join(this.logs, '..'))).sort();
    for (const run of runs.slice(0, -LOGS_KEPT)) {
      await rm(join(this.logs, '..', run), { recursive: true, force: true });
    }
  }
}

/** The operation of a holder that changes the environment. */
function changing(about: unknown): LockHolder | undefined {
  return (about as { readonly changes?: LockHolder } | undefined)?.changes;
}

/** A process that was killed just now may take a moment to be gone. */
const GRACE_MS = 1_000;

/** For readers, and for those who wait for readers. */
const LONGEST_WAIT_MS = 600_000;

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'the file system is read-only',
  EACCES: 'access is denied',
  EPERM: 'access is denied',
};

function fileSystemError(error: unknown, folder: string): unknown {
  const { code, path } = error as NodeJS.ErrnoException;
  const reason = error instanceof BacklotError ? undefined : REASONS[code ?? ''];
  if (!reason) return error;
  return new BacklotError({
    code: 'FolderUnusable',
    message: `${path ?? folder} cannot be written: ${reason}`,
    hints: ['make room or give access, then repeat', 'set BACKLOT_STATE_DIR to another folder'],
    cause: error,
  });
}
