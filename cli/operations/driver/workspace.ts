import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Environment } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { withFileLock } from '../../../sandbox/tools/file-lock.js';

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
   * Runs `work` while no other command on this machine uses the folders; waits for one that does.
   *
   * @throws BacklotError `FolderUnusable` when the disk is full or the folder may not be written.
   */
  async use<T>(tell: (message: string) => void, work: () => Promise<T>): Promise<T> {
    const subject = `environment '${this.environment.id}'`;
    try {
      await this.prepare();
      const onWait = (holder: number) => tell(`waiting for process ${holder}, which works on ${subject}`);
      return await withFileLock(join(this.root, 'lock'), { subject, onWait }, work);
    } catch (error) {
      throw fileSystemError(error, this.root);
    }
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
    actions: ['make room or give access, then repeat', 'or set BACKLOT_STATE_DIR to another folder'],
    cause: error,
  });
}
