import { distance } from 'fastest-levenshtein';

/** The word that was probably meant, if one is near. */
export function nearestWord(word: string, words: readonly string[]): string | undefined {
  const ranked = words
    .map((candidate) => ({ candidate, apart: distance(word, candidate) }))
    .sort((a, b) => a.apart - b.apart);
  const best = ranked[0];
  return best && best.apart <= Math.max(1, Math.floor(word.length / 2)) ? best.candidate : undefined;
}
