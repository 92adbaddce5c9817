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
  const saved = planId !== 'none' && verb !== 'rollback';
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
