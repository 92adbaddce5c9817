import { describe, expect, it } from '@jest/globals';
import { wrapped } from '../wrap.js';

describe('text that is wrapped', () => {
  it('is broken between words, and keeps the indent of its line', () => {
    expect(wrapped('one two three\n  four five six', 10)).toBe('one two\nthree\n  four\n  five six');
  });

  it('keeps a word that is longer, a frame of code and a table as they are', () => {
    const whole = ['https://example.com/a/long/address', '  12 | services: a b c d e f', 'name   value   more'].join(
      '\n',
    );
    expect(wrapped(whole, 12)).toBe(whole);
  });
});
