import { describeLoss, type Loss } from '../delivery/losses/index.js';
import type { Paint } from './paint.js';

/** What would be lost, each with what it holds, why it goes, and what keeps it. */
export function lossesText(losses: readonly Loss[], paint: Paint): string {
  const title = `${losses.length === 1 ? 'Data of one store is lost' : `Data of ${losses.length} stores is lost`}:`;
  const lines = losses.flatMap((loss) => {
    const [head = '', ...rest] = describeLoss(loss);
    return [paint('red', head), ...rest];
  });
  return [paint('red', title), ...lines].join('\n');
}
