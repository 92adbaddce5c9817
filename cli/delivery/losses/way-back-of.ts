import { isGone } from './look-error.js';
import type { WayBack } from './loss.js';
import type { LookContext, StoreKind } from './stores/index.js';

/** Whether a thing can be taken back. Of what the state has, not to be told is no reason to make it anew. */
export async function wayBackOf(kind: StoreKind, context: LookContext): Promise<WayBack | undefined> {
  try {
    return await kind.wayBack?.(context);
  } catch (error) {
    if (!context.known || isGone(error as Error)) return undefined;
    const { environment, name } = context;
    const words = `could not be looked at (${(error as Error).name}), so nobody can tell whether it is gone`;
    return { words, command: `backlot recover ${environment} ${name}` };
  }
}
