import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Command, Interfaces } from '@oclif/core';

/** A command class with the words that call it. */
export interface KnownCommand {
  /** `sandbox up`. */
  readonly name: string;
  readonly command: CommandClass;
}

/** What is read of a command class. */
export interface CommandClass {
  readonly name: string;
  readonly summary?: string;
  readonly description?: string;
  readonly examples?: Command.Example[];
  readonly args?: Interfaces.ArgInput;
  readonly flags?: Interfaces.FlagInput;
  readonly baseFlags?: Interfaces.FlagInput;
}

/** Every command by its name: the path of a file below `commands/` is the words that call it, as oclif finds them too. */
export async function allCommands(): Promise<readonly KnownCommand[]> {
  const folder = join(import.meta.dirname, 'commands');
  const files = (await readdir(folder, { recursive: true }))
    .filter((file) => /\.[jt]s$/.test(file) && !file.startsWith('test'))
    .sort();
  return Promise.all(
    files.map(async (file) => {
      const { default: command } = await import(pathToFileURL(join(folder, file)).href);
      return { name: file.replace(/\.[jt]s$/, '').replaceAll(/[/\\]/g, ' '), command };
    }),
  );
}
