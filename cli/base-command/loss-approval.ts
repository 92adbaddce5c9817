import type { Environment } from '../../environments/model/index.js';
import { BacklotError } from '../../modules/values/backlot-error.js';
import type { ConfirmLosses, Loss, LossQuestion } from '../delivery/losses/index.js';
import { lossesText } from '../terminal/losses-text.js';
import type { Paint } from '../terminal/paint.js';
import type { ProgressView } from '../terminal/progress/index.js';
import { canAsk, type Terminal } from '../terminal/terminal.js';

/** Where losses are asked about. */
export interface LossAsking {
  /** `deploy`, `destroy`, `rollback`. */
  readonly verb: string;
  readonly environment: Environment;
  readonly terminal: Terminal;
  readonly view: ProgressView;
  readonly paint: Paint;
  /** Whether progress is written as events, so that nobody can be asked. */
  readonly events: boolean;
}

/**
 * Has each loss confirmed by its typed name; without a terminal only what a saved plan listed is.
 *
 * @throws BacklotError `LossNotReviewed` when nobody can be asked, and nobody could have reviewed it.
 */
export function confirmLosses({ verb, environment, terminal, view, paint, events }: LossAsking): ConfirmLosses {
  return async (losses, { reviewed, planId, command }) => {
    if (!canAsk(terminal) || events) {
      if (reviewed) return true;
      if (verb === 'rollback') throw unreviewable(environment, losses, command);
      throw notReviewed({ verb, environment }, losses, { planId, command });
    }
    view.pause();
    try {
      view.say(`\n${lossesText(losses, paint)}\n`);
      for (const { name } of losses) {
        const typed = await terminal.prompts.text(`Type ${name} to lose what it holds:`);
        if (typed.trim() !== name) return false;
      }
      return true;
    } finally {
      view.resume();
    }
  };
}

function notReviewed(
  { verb, environment }: Pick<LossAsking, 'verb' | 'environment'>,
  losses: readonly Loss[],
  { planId, command }: Omit<LossQuestion, 'reviewed'>,
): BacklotError {
  const { id, protected: named } = environment;
  const flags = losses.map(({ name }) => ` --lose ${name}`).join('');
  const confirm = named || verb === 'destroy' ? ` --confirm=${id}` : '';
  const saved = planId !== 'none';
  return new BacklotError({
    code: 'LossNotReviewed',
    message: `${losses.map(({ name }) => name).join(', ')} would lose data, and there is no terminal to type that on; nothing was changed. Without one, a loss must stand in the saved plan that is applied${saved ? `: it stands in plan ${planId} now` : ''}`,
    exitCode: 3,
    actions: saved
      ? [`${command} --plan ${planId} --yes${confirm}${flags}`]
      : [`backlot plan ${id}`, `${command}${flags}`],
    details: { losses },
  });
}

/** No saved plan can list what a rollback loses: it has none. Without a terminal, it can only do what loses nothing. */
function unreviewable({ id, protected: named }: Environment, losses: readonly Loss[], command: string): BacklotError {
  const confirm = named ? ` --confirm=${id}` : '';
  return new BacklotError({
    code: 'LossNotReviewed',
    message: `${losses.map(({ name }) => name).join(', ')} would lose data, and there is no terminal to type that on; nothing was changed. A rollback is planned anew each time, so that no saved plan can list the loss: run it on a terminal, or bring back the services only`,
    exitCode: 3,
    hints: [
      'to lose it without a terminal: check out the commit of that release, save a plan of it, and deploy that plan with --lose',
    ],
    actions: [`${command} --services-only --yes${confirm}`, `backlot releases list ${id}`],
    details: { losses },
  });
}
