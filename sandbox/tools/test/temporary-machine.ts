import { chmod, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A state folder, a cache folder and a `PATH` of its own, for the time of one test. */
export class TemporaryMachine {
  private constructor(
    readonly root: string,
    private readonly before: NodeJS.ProcessEnv,
  ) {}

  /** `path: 'empty'` leaves only the shell's own programs on `PATH`; `cache: 'shared'` leaves the person's cache in place. */
  static async create(options: { path?: 'empty'; cache?: 'shared' } = {}): Promise<TemporaryMachine> {
    const root = await realpath(await mkdtemp(join(tmpdir(), 'backlot-machine-')));
    const machine = new TemporaryMachine(root, { ...process.env });
    await mkdir(machine.bin);
    process.env.BACKLOT_STATE_DIR = join(root, 'state');
    if (options.cache !== 'shared') process.env.BACKLOT_CACHE_DIR = join(root, 'cache');
    if (options.path === 'empty') process.env.PATH = machine.bin;
    for (const name of ['BACKLOT_TERRAFORM', 'BACKLOT_SANDBOX_PORT']) delete process.env[name];
    return machine;
  }

  get bin(): string {
    return join(this.root, 'bin');
  }

  /** Puts a shell script on `PATH`. */
  async install(name: string, script: string): Promise<string> {
    const path = join(this.bin, name);
    await writeFile(path, `#!/bin/bash\nPATH=/usr/bin:/bin\n${script}\n`);
    await chmod(path, 0o755);
    return path;
  }

  async dispose(): Promise<void> {
    for (const name of [
      'BACKLOT_STATE_DIR',
      'BACKLOT_CACHE_DIR',
      'BACKLOT_TERRAFORM',
      'BACKLOT_SANDBOX_PORT',
      'PATH',
    ]) {
      if (this.before[name] === undefined) delete process.env[name];
      else process.env[name] = this.before[name];
    }
    await rm(this.root, { recursive: true, force: true });
  }
}
