import type { HeldData } from '../../../../resources/index.js';
import type { StoreKind } from './store-kind.js';

/** A server that would have to be connected to, from inside its network: taken to hold data. */
export function unseen({ label, words }: NonNullable<HeldData['unseen']>): StoreKind {
  return { label, look: async () => ({ words: `${words} (nobody could look into it from here)` }) };
}
