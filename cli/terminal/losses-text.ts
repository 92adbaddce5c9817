import { describeLoss, type Loss } from '../delivery/losses/index.js';
import type { Paint } from './paint.js';

/** What would be lost, each with what it holds, why it goes, and what keeps it. */
export function lossesText(losses: readonly Loss[], paint: Paint): string {
  const title = `Data of ${losses.length === 1 ? 'one store' : `${losses.length} stores`} would be lost:`;
  const lines = losses.flatMap((loss) => {
    const [head = '', ...rest] = describeLoss(loss);
    return [paint('red', head), ...rest];
  });
  return [paint('red', title), ...lines].join('\n');
}
