import type { Interruption } from './interruption.js';

/**
 * Runs works side by side. The first failure asks the others to stop through the session's signal and is thrown once all of
 * them have ended, so that nothing is released or removed while one still runs.
 */
export async function together<T>(
  interruption: Pick<Interruption, 'request'>,
  works: readonly (() => Promise<T>)[],
): Promise<T[]> {
  const errors: unknown[] = [];
  const results = await Promise.allSettled(
    works.map(async (work) => {
      try {
        return await work();
      } catch (error) {
        errors.push(error);
        interruption.request('sibling-failed');
        throw error;
      }
    }),
  );
  if (errors.length > 0) throw errors[0];
  return results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}
