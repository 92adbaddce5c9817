import { describe, expect, it } from '@jest/globals';
import { cells, oneLine, pad, truncate } from '../cells.js';

describe('cells', () => {
  it.each([
    ['plain', 5],
    ['\u001b[31mred\u001b[39m', 3],
    ['データ', 6],
    ['🎬', 2],
    ['é', 1],
    ['e\u0301', 1],
    ['✔', 1],
  ])('counts the columns of %j', (text, expected) => {
    expect(cells(text)).toBe(expected);
  });

  it('cuts between wide characters, never through them', () => {
    expect(truncate('データ', 4)).toBe('デ…');
    expect(truncate('データ', 6)).toBe('データ');
    expect(truncate('abc', 0)).toBe('');
  });

  it('fills on either side', () => {
    expect(pad('ab', 4)).toBe('ab  ');
    expect(pad('ab', 4, 'left')).toBe('  ab');
    expect(pad('abcdef', 4)).toBe('abcdef');
  });

  it('makes one line of anything', () => {
    expect(oneLine(' a\n\tb \u001b[2K\u0007 c')).toBe('a b \\u001b[2K\\u0007 c');
  });
});
