import type { Session } from '../../session/open/session.js';
import type { JudgedPlans } from './find-losses.js';

/**
 * Says what nobody could ask about things that go: AWS may refuse to delete one of them when others are gone already. An
 * emulator that doesn't know a question has nothing that would stop it.
 */
export function tellUnasked(
  { cloud, progress }: Pick<Session, 'cloud' | 'progress'>,
  { unasked = [] }: JudgedPlans,
): void {
  for (const { what, on, count, reason, needs } of unasked) {
    if (cloud.target === 'sandbox' && needs.length === 0) continue;
    const others = count > 1 ? ` and ${count - 1} more` : '';
    const right = needs.length > 0 ? `; it needs ${needs.join(', ')}` : '';
    progress.emit({
      type: 'note',
      level: 'warning',
      message: `not checked whether ${what} keep AWS from deleting ${on}${others}, which would stop half way: ${reason}${right}`,
    });
  }
}
