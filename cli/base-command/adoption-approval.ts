import type { Environment } from '../../environments/model/index.js';
import { BacklotError } from '../../modules/values/backlot-error.js';
import type { ProgressView } from '../terminal/progress/index.js';
import { canAsk, type Terminal } from '../terminal/terminal.js';

/** What is to be taken in, and by which deploy. */
export interface AdoptionQuestion {
  readonly environment: Environment;
  /** `--adopt` @default nothing */
  readonly adopt: readonly string[] | undefined;
}

/**
 * Fails before any work when something is to be taken in and nobody can be asked: `--yes` doesn't answer for it. A saved plan
 * that shows it as an import can be reviewed, and applied without a terminal.
 *
 * @throws BacklotError `AnswerMissing`
 */
export function requireAdoptionAnswer(
  { environment, adopt = [] }: AdoptionQuestion,
  terminal: Terminal,
  events = false,
) {
  if (adopt.length === 0 || (canAsk(terminal) && !events)) return;
  const flags = adopt.map((id) => ` --adopt ${id}`).join('');
  throw new BacklotError({
    code: 'AnswerMissing',
    message: `--adopt takes in what isn't known to be ours (${adopt.join(', ')}) and asks for its typed id, which --yes doesn't answer, and there is no terminal to ask on: review it in a saved plan, and deploy that`,
    exitCode: 3,
    actions: [`backlot plan ${environment.id}${flags}`],
  });
}

/** Asks for the typed id of each thing that is to be taken in. @throws BacklotError `Declined` */
export async function askForAdoption(
  { environment, adopt = [] }: AdoptionQuestion,
  terminal: Terminal,
  view: ProgressView,
): Promise<void> {
  for (const id of adopt) {
    view.pause();
    const question = `Type '${id}' to take it in; from then on '${environment.id}' changes and removes it:`;
    const typed = await terminal.prompts.text(question).finally(() => view.resume());
    if (typed.trim() === id) continue;
    throw new BacklotError({
      code: 'Declined',
      message: `declined: '${id}' is not taken in, and nothing was changed in '${environment.id}'`,
      actions: [`backlot plan ${environment.id} --adopt ${id}`],
    });
  }
}
