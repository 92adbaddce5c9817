import { Config, run } from '@oclif/core';
import { BacklotError } from '../modules/values/backlot-error.js';
import { reportFailure } from './base-command/report-failure.js';
import { processTerminal } from './terminal/terminal.js';
import { unknownCommand } from './unknown-command.js';

/** Runs one command line and ends the process with its exit code. */
export async function main(args: string[], root: string): Promise<never> {
  process.on('SIGINT', () => interrupted(args));
  process.stderr.on('error', ignoreClosedPipe);
  try {
    const config = await Config.load(root);
    const unknown = unknownCommand(
      args,
      config.commandIDs,
      config.topics.map(({ name }) => name),
      (id) => {
        const found = config.findCommand(id);
        return !found || found.strict === false || Object.keys(found.args).length > 0;
      },
    );
    if (unknown) throw unknown;
    await run(args, config);
  } catch (error) {
    reportFailure(error, args, processTerminal, { command: 'backlot', flags: [] });
  }
  // What a command left open (sockets that are kept alive) must not keep the shell waiting.
  await new Promise((resolve) => process.stdout.write('', resolve));
  return process.exit();
}

/** Operations listen themselves, to stop cleanly; this is for every other moment. */
function interrupted(args: readonly string[]): void {
  if (process.listenerCount('SIGINT') > 1) return;
  const error = new BacklotError({ code: 'Interrupted', message: 'interrupted', exitCode: 130 });
  reportFailure(error, args, processTerminal, { command: 'backlot', flags: [] });
  process.exit();
}

/** Whoever read stderr went away, such as `2>&1 | head`. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}
