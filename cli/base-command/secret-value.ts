import { BacklotError } from '../../modules/values/backlot-error.js';
import { canAsk, type Terminal } from '../terminal/terminal.js';

/** Bytes of a value at most, and of the newline that may follow it. */
const LONGEST = 65_536 + 2;

/** Variables that people put a value into; every program that is started would see them. */
const VARIABLES = ['BACKLOT_SECRET_VALUE', 'BACKLOT_SECRET', 'BACKLOT_VALUE'] as const;

/**
 * Reads a secret's value: what stdin holds, or what a person types unseen. It is kept from the shell's history, from the
 * list of processes and from every log.
 *
 * @throws BacklotError `ValueMissing` when nobody can be asked and nothing is piped in, `ValueTooLong`.
 */
export async function readSecretValue(terminal: Terminal, message: string, command: string): Promise<string> {
  const { stdin } = terminal;
  if (stdin.isTTY) {
    if (canAsk(terminal)) return terminal.prompts.hidden(message);
    throw missing(command);
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stdin as AsyncIterable<Buffer | string>) {
    const part = Buffer.from(chunk as string);
    bytes += part.length;
    if (bytes > LONGEST) {
      throw new BacklotError({
        code: 'ValueTooLong',
        message: 'stdin holds more than the 64 KiB that Secrets Manager takes; nothing was changed',
        exitCode: 3,
      });
    }
    chunks.push(part);
  }
  if (bytes === 0) throw missing(command);
  return Buffer.concat(chunks).toString('utf8');
}

/**
 * Refuses a value on the command line or in a variable, without repeating it.
 *
 * @param words what follows the names on the command line
 * @throws BacklotError `ValueExposed`
 */
export function refuseExposedValue(words: readonly (string | undefined)[], terminal: Terminal, command: string): void {
  const variable = VARIABLES.find((name) => terminal.env[name]);
  if (words.every((word) => word === undefined) && !variable) return;
  const where = variable ? `the variable ${variable}` : 'the command line';
  const seen = variable ? 'every program that is started from there' : "the shell's history and the list of processes";
  throw new BacklotError({
    code: 'ValueExposed',
    message: `a value came on ${where}, where ${seen} can see it; it was not used: values are read from stdin only`,
    exitCode: 3,
    hints: ['take the value as known to others, and get a new one', 'without a pipe it asks for it, and shows nothing'],
    actions: [`${command}`, `${command} --yes < value.txt`],
  });
}

function missing(command: string): BacklotError {
  return new BacklotError({
    code: 'ValueMissing',
    message: 'no value was given: stdin is empty, and there is no terminal to ask on',
    exitCode: 3,
    actions: [`${command} --yes < value.txt`],
  });
}
