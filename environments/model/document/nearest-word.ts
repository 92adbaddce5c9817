import { closest, distance } from 'fastest-levenshtein';

/** The word that was probably meant: at most a third of its letters apart. */
export function nearestWord(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const lower = word.toLowerCase();
  const same = known.find((each) => each.toLowerCase() === lower);
  if (same !== undefined) return same;
  const best = closest(
    lower,
    known.map((each) => each.toLowerCase()),
  );
  const found = known.find((each) => each.toLowerCase() === best);
  return found !== undefined && distance(lower, best) <= Math.max(1, Math.ceil(word.length / 3)) ? found : undefined;
}

/** `did you mean 'x'?`, or the known words when none is near; undefined when none is known. */
export function suggestion(word: string, known: readonly string[]): string | undefined {
  const near = nearestWord(word, known);
  if (near !== undefined) return `did you mean '${near}'?`;
  return known.length > 0 ? `known: ${[...known].sort().join(', ')}` : undefined;
}
