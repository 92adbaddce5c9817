import type { Config } from '@oclif/core';
import type { BaseCommand } from '../../../base-command/index.js';
import type { Operations } from '../../../base-command/operations.js';
import { type RecordingOptions, type RecordingTerminal, recordingTerminal } from './recording-terminal.js';

/** A command class, as oclif makes one. */
export type CommandClass = (new (argv: string[], config: Config) => BaseCommand<unknown>) & { id?: string };

/** What a command left behind. */
export interface Run extends RecordingTerminal {
  /** stdout as the one object that it must be. */
  readonly json: () => Record<string, unknown>;
}

/** Just enough of oclif for one command: no plugins, no hooks, nothing read from disk. */
const config = {
  bin: 'backlot',
  userAgent: 'backlot/0.0.0',
  runHook: async () => ({ successes: [], failures: [] }),
  scopedEnvVar: () => undefined,
  scopedEnvVarKeys: () => [],
} as unknown as Config;

/**
 * Runs a command in this process with fake operations; a call that no fake answers fails the command. With `commands`, by
 * their names, it knows of the others too.
 */
export async function runCommand(
  Command: CommandClass,
  argv: readonly string[],
  operations: Partial<Operations> = {},
  options: RecordingOptions & { readonly commands?: ReadonlyMap<string, unknown> } = {},
): Promise<Run> {
  const terminal = recordingTerminal(options);
  const findCommand = (id: string) => options.commands?.get(id.replaceAll(':', ' '));
  const command = new Command([...argv], { ...config, findCommand } as unknown as Config);
  command.id = idOf(Command);
  command.terminal = terminal;
  command.operations = new Proxy(operations as Operations, {
    get(target, name) {
      const fake = Reflect.get(target, name);
      if (fake) return fake;
      throw new Error(`operation '${String(name)}' was called and has no fake`);
    },
  });
  await withEnvironment(options.env ?? {}, () => (command as unknown as { _run(): Promise<unknown> })._run());
  return Object.assign(terminal, { json: () => JSON.parse(terminal.out()) as Record<string, unknown> });
}

/** oclif reads the variables of flags from the process. */
async function withEnvironment(env: Readonly<Record<string, string>>, work: () => Promise<unknown>): Promise<void> {
  const before = { ...process.env };
  Object.assign(process.env, env);
  try {
    await work();
  } finally {
    for (const name of Object.keys(env)) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  }
}

/** `SandboxUp` → `sandbox:up`; the class names are those of the files. */
function idOf(Command: CommandClass): string {
  return Command.name
    .replace(/Command$/, '')
    .replace(/^(Backups|Canary|Cluster|Images|Locks|Patch|Releases|Sandbox|Secrets)(?=[A-Z])/, '$1:')
    .toLowerCase();
}
