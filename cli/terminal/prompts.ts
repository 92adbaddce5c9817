import { stopWasAsked } from '../kernel/interrupts.js';
import { interrupted } from '../kernel/reported-error.js';

/** One choice of a list. */
export interface Choice {
  readonly value: string;
  /** Shown beside it. @default nothing */
  readonly description?: string;
}

/** Questions to a person; they are written to stderr, because stdout is data. */
export interface Prompts {
  /** Yes or no. @default no */
  confirm(message: string): Promise<boolean>;
  /** One line of text; `check` says what is wrong with it, or true. */
  text(message: string, options?: TextOptions): Promise<string>;
  choose(message: string, choices: readonly Choice[]): Promise<string>;
  /** One line that isn't shown while it is typed, nor afterwards. */
  hidden(message: string): Promise<string>;
}

/** How a line of text is asked for. */
export interface TextOptions {
  /** @default none */
  readonly initial?: string;
  /** @default everything is fine */
  readonly check?: (text: string) => true | string;
}

/**
 * Asks on the terminal of this process; Ctrl-C rejects with `ExitPromptError`.
 *
 * @throws BacklotError `Interrupted` when the process was asked to stop before: it stops, and asks nothing.
 */
export const prompts: Prompts = unlessStopped({
  async confirm(message) {
    const { confirm } = await import('@inquirer/prompts');
    return confirm({ message, default: false }, { output: process.stderr });
  },
  async text(message, { initial, check } = {}) {
    const { input } = await import('@inquirer/prompts');
    return input({ message, default: initial, validate: check }, { output: process.stderr });
  },
  async choose(message, choices) {
    const { select } = await import('@inquirer/prompts');
    return select({ message, choices: [...choices] }, { output: process.stderr });
  },
  async hidden(message) {
    const { password } = await import('@inquirer/prompts');
    return password({ message, mask: false }, { output: process.stderr });
  },
});

/** Prompts that ask nothing any more after a Ctrl-C. */
export function unlessStopped(prompts: Prompts, isStopped: () => boolean = stopWasAsked): Prompts {
  const guarded =
    <A extends unknown[], T>(ask: (...args: A) => Promise<T>) =>
    async (...args: A): Promise<T> => {
      if (isStopped()) throw interrupted('backlot');
      return ask(...args);
    };
  return {
    confirm: guarded(prompts.confirm),
    text: guarded(prompts.text),
    choose: guarded(prompts.choose),
    hidden: guarded(prompts.hidden),
  };
}
