import { describe, expect, it } from '@jest/globals';
import { visibleJson, visibleLine, visibleText } from '../visible-text.js';

describe('visible text', () => {
  it.each([
    ['plain ünïcödé → ✔\n\ttext', 'plain ünïcödé → ✔\n\ttext'],
    ['\u001b[31mred\u001b[0m', 'red'],
    ['\u001b\u001b[0m[2J', '\\u001b[2J'],
    ['a\u0000\u007f\u009b', 'a\\u0000\\u007f\\u009b'],
    ['\u202e\u2066\u200b\u2028', '\\u202e\\u2066\\u200b\\u2028'],
    ['\u{e0041}', '\\udb40\\udc41'],
    ['\ud83d', '\\ud83d'],
    ['a\u200db', 'a\\u200db'],
    ['👩\u200d👧', '👩\u200d👧'],
    ['e\u0301\u0323, \u05d1\u05bc\u05b8\u0591', 'e\u0301\u0323, \u05d1\u05bc\u05b8\u0591'],
    [`e${'\u0301'.repeat(10)}`, `e${'\u0301'.repeat(8)}\\u0301\\u0301`],
  ])('of %j is %j', (text, shown) => {
    expect(visibleText(text)).toBe(shown);
    expect(visibleText(shown)).toBe(shown);
  });

  it('is one line where a line is wanted', () => {
    expect(visibleLine(' a\r\n\tb\rc \u001b[2K')).toBe('a b c \\u001b[2K');
  });

  it('is JSON of the same value', () => {
    const value = { 'a\u009b': ['\u2028\u202e##[x]\u007f', '\u{e0041}', '\ud800'] };
    expect(JSON.parse(visibleJson(value))).toEqual(value);
    expect(visibleJson(value)).toMatch(/^[\x20-\x7e]+$/);
    expect(visibleJson(undefined)).toBe('null');
  });
});
