import { execute } from '@oclif/core';

/** Runs one command line. */
export async function main(args: string[], root: string): Promise<void> {
  await execute({ args, dir: root });
}
