let running: string | undefined;

/**
 * Says which command this process runs, with the user's own arguments, so that errors can repeat it.
 *
 * @param argv what follows the name: `['prod', '--to', '1.36']`.
 */
export function runsAs(name: string, argv: readonly string[]): void {
  running = [name, ...argv.map(quoted)].join(' ');
}

/** The command that this process runs, to be pasted into a shell. @param otherwise for callers that are no command */
export function commandLine(otherwise: string): string {
  return running ?? otherwise;
}

/** The same with another value of a flag, or with the flag. */
export function withFlag(command: string, flag: string, value: string): string {
  const there = new RegExp(` --${flag}(=| )('[^']*'|\\S+)`);
  return there.test(command) ? command.replace(there, ` --${flag} ${value}`) : `${command} --${flag} ${value}`;
}

function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
