import { quoted } from '../../modules/values/shell-quoted.js';

/** The words of a command with their quotes, as they stand. */
export function writtenWords(command: string): string[] {
  return command.match(/(?:\$'(?:\\.|[^'\\])*'|'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\])+/gs) ?? [];
}

/** The words of a command, as a shell would split them; nothing is expanded. */
export function shellWords(command: string): string[] {
  return writtenWords(command).map((word) =>
    word.replaceAll(
      /\$'((?:\\.|[^'\\])*)'|'([^']*)'|"((?:\\.|[^"\\])*)"|\\(.)/gs,
      (_, escaped?: string, plain?: string, soft?: string, one?: string) =>
        escaped !== undefined
          ? unescaped(escaped)
          : plain !== undefined
            ? plain
            : soft !== undefined
              ? soft.replaceAll(/\\(["\\$`])/g, '$1')
              : (one ?? ''),
    ),
  );
}

/** What a source writes into a step beside words: a file to read from, and one filter. */
const TAIL = /( < value\.txt| \| grep deprecated_apis)$/;
/** To be filled in by hand. */
const PLACEHOLDER = /^<(environment|id)>$/;

/**
 * A command line that runs the one program that it begins with, whatever the values in it hold: each word is quoted, and nothing is
 * left that a shell would expand, or start something else with.
 */
export function pastable(line: string): string {
  const tail = TAIL.exec(line)?.[0] ?? '';
  let program = false;
  const words = shellWords(line.slice(0, line.length - tail.length)).map((word) => {
    const [, variable] = (program ? undefined : /^([A-Za-z_]\w*=)/.exec(word)) ?? [];
    if (variable) return variable + (word.length > variable.length ? quoted(word.slice(variable.length)) : '');
    program = true;
    return PLACEHOLDER.test(word) ? word : quoted(word);
  });
  return words.join(' ') + tail;
}

function unescaped(text: string): string {
  return text.replaceAll(/\\(?:u([\da-f]{4})|(.))/gs, (_, code?: string, one?: string) =>
    code ? String.fromCharCode(Number.parseInt(code, 16)) : one === 'n' ? '\n' : one === 't' ? '\t' : (one ?? ''),
  );
}
