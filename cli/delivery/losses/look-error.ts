import type { Holding } from './stores/index.js';

const GONE = /NotFound|NoSuch/;

/** Whether an answer of AWS says that there is no such thing. */
export function isGone({
  name,
  $metadata,
}: Error & { readonly $metadata?: { readonly httpStatusCode?: number } }): boolean {
  return $metadata?.httpStatusCode === 404 || GONE.test(name);
}

/** What an error of a look into a store says: it is gone already, and its data with it, or nobody can tell. */
export function wordLookError(error: Error): Holding | undefined {
  if (isGone(error)) return undefined;
  return { words: `what nobody could look into (${error.name}: ${error.message.split('\n')[0]})` };
}
