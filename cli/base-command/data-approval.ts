import type { Environment } from '../../environments/model/index.js';
import { BacklotError } from '../../modules/values/backlot-error.js';
import type { ProgressView } from '../terminal/progress/index.js';
import { canAsk, type Terminal } from '../terminal/terminal.js';

/** The second question of a destroy, and what the flags answer. */
export interface DataQuestion {
  readonly environment: Environment;
  /** `--with-data` */
  readonly withData: boolean;
  /** `--yes` */
  readonly yes: boolean;
  /** `--confirm-data` @default ask */
  readonly answer: string | undefined;
}

/**
 * Fails before any work when data may go, but the flags don't confirm it and nobody can be asked.
 *
 * @throws BacklotError `ConfirmationMismatch`, `AnswerMissing` naming the flag, `FlagConflict`.
 */
export function requireDataAnswer(question: DataQuestion, terminal: Terminal, events = false): void {
  const { environment, withData, answer } = question;
  const { id } = environment;
  const complete = `backlot destroy ${id} --with-data --yes --confirm=${id} --confirm-data=${id}`;
  if (answer !== undefined && answer !== id) {
    throw new BacklotError({
      code: 'ConfirmationMismatch',
      message: `--confirm-data says '${answer}', but the environment is '${id}'; nothing was changed`,
      exitCode: 3,
      actions: [complete],
    });
  }
  if (answer !== undefined && !withData) {
    throw new BacklotError({
      code: 'FlagConflict',
      message: '--confirm-data confirms --with-data, which is not given; nothing was changed',
      exitCode: 3,
      actions: [complete],
    });
  }
  if (!withData || isAnswered(question) || (canAsk(terminal) && !events)) return;
  throw new BacklotError({
    code: 'AnswerMissing',
    message: `deleting the data of '${id}' asks a second time, and there is no terminal to ask on: pass --yes --confirm=${id} --confirm-data=${id}`,
    exitCode: 3,
    actions: [`backlot backups create ${id}`, complete],
  });
}

/** Asks for the typed name a second time; declined is false. */
export async function askForData(
  question: DataQuestion,
  stores: number,
  terminal: Terminal,
  view: ProgressView,
): Promise<boolean> {
  if (isAnswered(question)) return true;
  const { id } = question.environment;
  view.pause();
  try {
    const what = stores === 1 ? 'of the store above' : `of the ${stores} stores above`;
    const typed = await terminal.prompts.text(`Type '${id}' again to delete the data ${what} for good:`);
    return typed.trim() === id;
  } finally {
    view.resume();
  }
}

function isAnswered({ yes, answer, environment }: DataQuestion): boolean {
  return yes && answer === environment.id;
}
