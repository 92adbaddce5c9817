import { describe, expect, it } from '@jest/globals';
import { isWholeExpression } from '../whole-expression.js';

describe('an expression of RE2', () => {
  it.each([
    ...['5..', '5..|timeout', '(5..)|(?:4..)', '[(]', '[]()]', '[^])]', '[[:alpha:])]', '\\)', '\\Q)(\\E', ''],
    ...['a]', '[\\])]', '(?i:error)', '\\\\'],
  ])('is whole by itself: %s', (text) => expect(isWholeExpression(text)).toBe(true));

  it.each([
    // JavaScript takes the first ones for whole: for it, `[]` is a class with nothing in it.
    ...['[](])|.+|([])]', '[[:alpha:](])|.+|([[:alpha:])]'],
    ...['a)|(b', '(', ')', '(a', '[', '[]', '[^]', '[a', '\\Q)', 'a\\', '(?:\\)'],
  ])('ends another one, or never ends: %s', (text) => expect(isWholeExpression(text)).toBe(false));
});
