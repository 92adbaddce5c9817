/** A word as a POSIX shell takes it back: quoted where it holds anything but plain characters. */
export function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** The words of a command, as a POSIX shell would split them; nothing is expanded. */
export function shellWords(command: string): string[] {
  const words = command.match(/(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\])+/g) ?? [];
  return words.map((word) =>
    word.replaceAll(/'([^']*)'|"((?:\\.|[^"\\])*)"|\\(.)/g, (_, plain?: string, soft?: string, one?: string) =>
      plain !== undefined ? plain : soft !== undefined ? soft.replaceAll(/\\(["\\$`])/g, '$1') : (one ?? ''),
    ),
  );
}
