/**
 * Runs works side by side, each to its own end whatever becomes of the others, and then throws the first failure: nothing
 * that they use may be let go while one of them still runs.
 */
export async function settleAll<T>(works: readonly Promise<T>[]): Promise<T[]> {
  const failures: unknown[] = [];
  const results = await Promise.all(
    works.map((work) =>
      work.then(
        (value) => [value],
        (error: unknown) => {
          failures.push(error);
          return [];
        },
      ),
    ),
  );
  if (failures.length > 0) throw failures[0];
  return results.flat();
}
