import type { Holding } from './stores/index.js';

const GONE = /NotFound|NoSuch/;

/** What an error of a look into a store says: nothing is there, or nobody can tell. */
export function wordLookError(
  error: Error & { readonly $metadata?: { readonly httpStatusCode?: number } },
): Holding | undefined {
  // It is gone already, and its data with it.
  if (error.$metadata?.httpStatusCode === 404 || GONE.test(error.name)) return undefined;
  return { words: `what nobody could look into (${error.name}: ${error.message.split('\n')[0]})` };
}
