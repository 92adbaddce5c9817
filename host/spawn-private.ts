import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';

/** Starts a program as `spawn` does; what it writes without saying for whom is this user's alone. */
export function spawnPrivate(command: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  // A child has the mask that its parent had when it was made, which is before this returns.
  const before = process.umask(0o077);
  try {
    return spawn(command, args, options);
  } finally {
    process.umask(before);
  }
}
