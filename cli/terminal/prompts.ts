import { visibleLine, visibleText } from '../../modules/values/visible-text.js';
import { stopWasAsked } from '../kernel/interrupts.js';
import { interrupted } from '../kernel/reported-error.js';
import { withOwnSequences } from './own-sequences.js';
import { wrapped } from './wrap.js';

/** One choice of a list. */
export interface Choice {
  readonly value: string;
  /** As it is shown. @default the value */
  readonly name?: string;
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
export const prompts: Prompts = unlessStopped(
  visibly({
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
      const named = choices.map(({ name, ...choice }) => ({ ...choice, ...(name ? { name } : {}) }));
      return select({ message, choices: named }, { output: process.stderr });
    },
    async hidden(message) {
      const { password } = await import('@inquirer/prompts');
      return password({ message, mask: false }, { output: process.stderr });
    },
  }),
);

/** Prompts whose questions and choices may hold text of anybody: it is asked, like all text, without what a terminal would follow. */
export function visibly(prompts: Prompts, columns: () => number | undefined = () => process.stderr.columns): Prompts {
  const shown = (message: string) => withOwnSequences(message, (text) => fitted(visibleText(text), columns()));
  return {
    confirm: (message) => prompts.confirm(shown(message)),
    text: (message, options = {}) => {
      const { check, initial } = options;
      const verdict = (text: string) => {
        const said = check?.(text) ?? true;
        return said === true ? said : shown(said);
      };
      // A default that would not be seen is none.
      const seen = initial !== undefined && visibleLine(initial) === initial.trim() ? { initial } : {};
      return prompts.text(shown(message), { ...(check ? { check: verdict } : {}), ...seen });
    },
    choose: (message, choices) =>
      prompts.choose(
        shown(message),
        choices.map(({ description, value, name = value }) => ({
          value,
          name: visibleLine(name),
          ...(description === undefined ? {} : { description: visibleLine(description) }),
        })),
      ),
    hidden: (message) => prompts.hidden(shown(message)),
  };
}

/** What the terminal's own mark before a question, and the cursor after it, take. */
const MARKS = 4;

function fitted(text: string, columns: number | undefined): string {
  return columns ? wrapped(text, Math.max(20, columns - MARKS)) : text;
}

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
